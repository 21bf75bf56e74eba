"""What pyproject.toml cannot say: the folder assets/ of the checkout lies in the package where it is installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["faceid_app", "faceid_app.*"]), "faceid_app.assets"],
    package_dir={"faceid_app.assets": "assets"},
    package_data={"faceid_app.assets": ["**/*"]},
)
