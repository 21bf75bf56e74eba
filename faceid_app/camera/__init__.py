"""Where frames come from: devices, video files, picture folders; colour order is fixed here."""
