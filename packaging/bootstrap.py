"""Bring a bare machine to the running program, or to all tests passed. Standard library only.

``bootstrap.py run [ARGUMENT]...`` starts zjdesk; without arguments it opens the window on the reference programme.
``bootstrap.py test [ARGUMENT]...`` runs every check; arguments go to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import environment
import machine

SUPPORTED = ((3, 11), (3, 14))
PYTHON = str(environment.PYTHON)
DEMO_PASSPHRASE = "zjdesk-demo"  # of the reference programme, which holds nobody's data


def say(text: str) -> None:
    """Tell the user what happens now."""
    print(f"[zjdesk] {text}", file=sys.stderr, flush=True)


def set_up(lock: str) -> None:
    """Install what is missing on the machine and in the environment."""
    start = time.monotonic()
    if installed := machine.prepare():
        say(f"已安装系统软件包 / installed system packages: {' '.join(installed)}")
    if not environment.FOLDER.exists():
        say("首次准备运行环境，需要几分钟 / setting up for the first time, this takes some minutes")
    if environment.prepare(lock):
        say(f"准备完毕 / set up in {time.monotonic() - start:.0f} s")


def demo_folder() -> Path:
    """Return where the reference programme lies: in the user's data folder."""
    question = "from zjdesk.paths import default_store_dir; print(default_store_dir().parent)"
    answer = subprocess.run([PYTHON, "-c", question], check=True, capture_output=True, encoding="utf-8")
    return Path(answer.stdout.strip()) / "demo"


def build_demo(folder: Path) -> None:
    """Build the reference programme once; a build that was cut off is begun again."""
    mark = folder.with_name("demo.building")
    if mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
    if (folder / "office").exists():
        return
    say(f"首次生成示例项目，约需 3 分钟 / building the reference programme once, about 3 minutes: {folder}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    command = [PYTHON, "-m", "zjdesk", "demo", str(folder), "--no-window"]
    subprocess.run(command, check=True, env=os.environ | {"ZJDESK_PASSPHRASE": DEMO_PASSPHRASE})
    mark.unlink()


def run(arguments: list[str]) -> int:
    """Start the program."""
    set_up(environment.RUN_LOCK)
    surroundings = dict(os.environ)
    if not arguments:
        if not machine.has_screen():
            raise machine.MachineError(
                "没有图形界面，请在桌面中运行 / there is no screen, please run this on a desktop "
                "(packaging/run --help works without one)"
            )
        folder = demo_folder()
        build_demo(folder)
        arguments = ["--store", str(folder / "office")]
        surroundings["ZJDESK_PASSPHRASE"] = DEMO_PASSPHRASE
    return subprocess.run([PYTHON, "-m", "zjdesk", *arguments], check=False, env=surroundings).returncode


def checks(arguments: list[str]) -> dict[str, list[str]]:
    """Return every check by name, as a command."""
    workers = str(min(os.cpu_count() or 1, 4))
    return {
        "ruff check": ["ruff", "check", "--quiet", "."],
        "ruff format": ["ruff", "format", "--check", "--quiet", "."],
        "mypy": ["mypy"],
        "pytest": ["pytest", "-n", workers, "--dist", "loadfile", "--durations", "10", *arguments],
    }


def test(arguments: list[str]) -> int:
    """Run every check to its end; return 1 if any failed."""
    set_up(environment.TEST_LOCK)
    if installed := machine.offer_test_tools():
        say(f"已安装测试用软件包 / installed packages for tests: {' '.join(installed)}")
    surroundings = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    failed = []
    for name, command in checks(arguments).items():
        start = time.monotonic()
        done = subprocess.run([PYTHON, "-m", *command], check=False, cwd=environment.ROOT, env=surroundings)
        say(f"{name}: {'failed' if done.returncode else 'passed'}, {time.monotonic() - start:.0f} s")
        if done.returncode:
            failed.append(name)
    return 1 if failed else 0


def main() -> int:
    """Do what the command line asks."""
    if not SUPPORTED[0] <= sys.version_info[:2] < SUPPORTED[1]:
        say("需要 Python 3.11、3.12 或 3.13 / zjdesk needs Python 3.11, 3.12 or 3.13")
        return 1
    verbs = {"run": run, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in verbs:
        say("bootstrap.py run|test [ARGUMENT]...")
        return 2
    try:
        return verbs[sys.argv[1]](sys.argv[2:])
    except machine.MachineError as error:
        say(str(error))
    except subprocess.CalledProcessError as error:
        say(f"未能完成 / this did not work: {' '.join(error.cmd)}")
    except KeyboardInterrupt:
        say("已中断 / interrupted")
    return 1


if __name__ == "__main__":
    sys.exit(main())
