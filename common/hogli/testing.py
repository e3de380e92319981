"""`bin/hogli test`: everything set up, then the Python and the front-end tests."""

import os
import shutil
from pathlib import Path

import click

from common.hogli import node
from common.hogli.shell import PYTHON, ROOT, Problem, run

CHROMIUM = Path("/usr/bin/chromium")


def python_targets(what: str | None) -> list[str]:
    """The paths pytest runs for a product's name, a path, or nothing, which is everything."""
    if what is None:
        return []
    product = ROOT / "products" / what / "backend"
    if product.is_dir():
        return [str(product.relative_to(ROOT))]
    path = what.partition("::")[0]
    for base in (ROOT, Path(os.environ.get("HOGLI_CWD", "."))):
        if (base / path).exists():
            found = (base / path).resolve().relative_to(ROOT)
            return [str(found) + what[len(path) :]]
    products = ", ".join(sorted(entry.parent.name for entry in ROOT.glob("products/*/backend")))
    raise Problem(f"There is no product and no path '{what}'. Products: {products}.")


def prepare_everything() -> None:
    """What tests of a whole instance need beside Python: the built pages, and a browser to look at them."""
    if shutil.which("node") is None:
        raise Problem("The whole suite needs Node 20.19 or newer. Without it, test one product: bin/hogli test events.")
    install_chromium()
    click.secho("Building the pages …", dim=True, err=True)
    if node.run_script("build"):
        raise Problem("The pages could not be built; the reason stands above.")


def install_chromium() -> None:
    """Chromium from the system's packages, when this machine has none and we may install it."""
    if CHROMIUM.exists():
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Problem("Browser tests need Chromium at /usr/bin/chromium. On Debian: sudo apt-get install chromium.")
    click.secho("Installing Chromium …", dim=True, err=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if run(["apt-get", "update", "-qq"], env=quiet) or run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet
    ):
        raise Problem("Chromium could not be installed. Run `apt-get install chromium` and try again.")


def run_tests(what: str | None, arguments: tuple[str, ...]) -> None:
    """Run the tests of a product, of a path, or all of them; raises SystemExit with the first failure's code."""
    targets = python_targets(what)
    code = 0
    if what is None:
        prepare_everything()
        click.secho("── front end", bold=True)
        code = node.run_script("test")
        click.secho("── Python", bold=True)
    code = run([PYTHON, "-m", "pytest", *targets, *arguments]) or code
    raise SystemExit(code)
