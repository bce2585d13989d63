"""What the command says where, and in which language: data on stdout, all else on stderr, never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from catalogue_faults import faults
from commands import PORTSIM, environment, portsim

from portsim import cli
from portsim.cli.texts import WORDS

TUTORIAL = ("run", "tutorial", "--replications", "1", "--no-images")


def write(folder: Path, name: str, text: str = "format: 1\nname: mine\nextends: tutorial\n") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def has_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def test_both_languages_have_the_same_texts_with_the_same_placeholders() -> None:
    assert faults(WORDS) == []


def test_every_text_is_said_somewhere() -> None:
    """Some keys are put together in the code, as `f"run.cut.{cause}"`: their beginning must stand there."""
    files = [path for path in Path(cli.__path__[0]).glob("*.py") if path.name != "texts.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    begun = tuple(re.findall(r'f"([a-z_]+(?:\.[a-z_]+)+\.)\{', code))
    assert "run.cut." in begun  # else the pattern has lost them
    assert all(any(key.startswith(one) for key in WORDS.english) for one in begun if one.startswith("run."))
    unsaid = [key for key in WORDS.english if f'"{key}"' not in code and not key.startswith(begun)]
    assert [key for key in unsaid if f'"{key.removeprefix("doctor.")}"' not in code] == []


def test_the_language_is_that_of_the_locale_unless_chosen(tmp_path: Path) -> None:
    def says(*args: str, **more: str) -> bool:
        return has_chinese(portsim("check", "tutorial", *args, folder=tmp_path, **more).stdout)

    assert says(LANG="zh_CN.UTF-8")
    assert not says(LANG="en_GB.UTF-8")
    assert says(LANG="en_GB.UTF-8", LC_ALL="zh_CN.GBK")
    assert not says("--lang", "en", LANG="zh_CN.UTF-8")
    assert says("--lang", "zh")
    assert says("--lang", "both")


def test_an_unknown_language_exits_with_2(tmp_path: Path) -> None:
    done = portsim("check", "tutorial", "--lang", "fr", folder=tmp_path)
    assert done.returncode == 2
    assert "zh, en, both" in done.stderr


def test_tables_and_closing_lines_of_a_run_are_chinese_with_lang_zh(tmp_path: Path) -> None:
    done = portsim(*TUTORIAL, "--lang", "zh", folder=tmp_path)
    *lines, page = done.stdout.splitlines()
    assert page == str(Path("results", "tutorial", "report.zh.html"))
    words = set(re.findall(r"[A-Za-z_]+", "\n".join(lines)))
    assert words - {"TEU", "harbour", "terminal_"} == set()  # the scenario gives its port no Chinese name
    assert any("平均待时" in line for line in lines)
    assert "tutorial：共 1 次运行，本次完成 1 次，沿用已有结果 0 次，失败 0 次" in done.stderr


def test_lang_both_prints_and_writes_both(tmp_path: Path) -> None:
    done = portsim(*TUTORIAL, "--lang", "both", folder=tmp_path)
    pages = [Path(line).name for line in done.stdout.splitlines()[-2:]]
    assert pages == ["report.zh.html", "report.en.html"]
    assert "码头" in done.stdout
    assert "Terminal" in done.stdout


def test_a_gbk_console_gets_utf_8_and_nothing_fails(tmp_path: Path) -> None:
    done = portsim(*TUTORIAL, "--lang", "zh", folder=tmp_path, PYTHONIOENCODING="gbk", LANG="C", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert "码头" in done.stdout


def test_several_scenarios_in_one_run_have_a_json_line_and_a_folder_each(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(tmp_path, f"{name}.yaml", f"format: 1\nname: {name}\nextends: tutorial\n")
    done = portsim("run", "*.yaml", "--replications", "1", "--no-images", "--json", "--output", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["scenario"] for line in done.stdout.splitlines()] == ["first", "second"]
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["first", "second"]
    assert "NaN" not in done.stdout


def test_two_scenarios_of_one_name_are_refused_before_anything_runs(tmp_path: Path) -> None:
    write(tmp_path, "one.yaml")
    write(tmp_path, "two.yaml")
    done = portsim("run", "one.yaml", "two.yaml", folder=tmp_path)
    assert done.returncode == 3
    assert "two scenarios are called mine" in done.stderr
    assert not (tmp_path / "results").exists()


def test_quiet_says_nothing_but_data(tmp_path: Path) -> None:
    done = portsim(*TUTORIAL, "--quiet", folder=tmp_path)
    assert done.stderr == ""
    assert "Terminal" in done.stdout


def test_patterns_are_expanded_by_the_command_itself(tmp_path: Path) -> None:
    """As in a Windows console, which leaves them as they are."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("b.yaml", "a.yaml", "[1].yaml", "deep/er/c.yaml"):
        write(tmp_path, name)
    done = portsim("check", "?.yaml", "a.yaml", "[1].yaml", "deep/**/*.yaml", folder=tmp_path)
    assert [line.split(": all well")[0] for line in done.stdout.splitlines()] == [
        "a.yaml", "b.yaml", "[1].yaml", str(Path("deep", "er", "c.yaml")),
    ]  # fmt: skip
    assert done.stderr.strip() == "Files checked: 4; errors: 0; warnings: 0."
    nothing = portsim("check", "no*.yaml", folder=tmp_path)
    assert nothing.returncode == 3
    assert nothing.stderr.strip() == "no*.yaml: no file matches this pattern"


def test_check_counts_the_errors_of_all_files_in_the_language_chosen(tmp_path: Path) -> None:
    write(tmp_path, "bad.yaml", "format: 1\nname: bad\nextends: tutorial\nclock: {yaer: 2026}\n")
    write(tmp_path, "good.yaml")
    done = portsim("check", "bad.yaml", "good.yaml", "--lang", "zh", folder=tmp_path)
    assert done.returncode == 3
    assert done.stdout.startswith("good.yaml：检查通过")
    assert done.stderr.startswith("bad.yaml:4:")
    assert done.stderr.splitlines()[-1] == "共检查 2 个文件：1 个错误，0 个警告。"
    as_json = portsim("check", "bad.yaml", "good.yaml", "--json", folder=tmp_path)
    assert [problem["line"] for problem in json.loads(as_json.stdout)] == [4]
    assert (as_json.returncode, as_json.stderr) == (3, "")


def test_diff_closes_with_the_number_of_differences(tmp_path: Path) -> None:
    write(tmp_path, "mine.yaml", "format: 1\nname: mine\nextends: tutorial\nclock: {year: 2026}\n")
    done = portsim("diff", "tutorial", "mine.yaml", "--lang", "zh", folder=tmp_path)
    assert done.stderr.strip() == "共有 1 处数值不同。"
    same = portsim("diff", "tutorial", "tutorial", folder=tmp_path)
    assert (same.stdout, same.stderr.strip()) == ("", "No value differs.")


def test_doctor_speaks_chinese_and_leaves_no_folder_behind(tmp_path: Path) -> None:
    done = portsim("doctor", "--lang", "zh", folder=tmp_path)
    assert done.returncode == 0
    assert "中文字体" in done.stdout
    assert f"是 ({tmp_path / 'results'})" in done.stdout
    assert not list(tmp_path.iterdir())
    english = json.loads(portsim("doctor", "--lang", "zh", "--json", folder=tmp_path).stdout)
    assert english["results_writable"].startswith("yes")


def test_an_error_in_portsim_itself_is_one_line_and_a_traceback_only_with_debug(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import portsim.scenario.diff as diff\n"
        "def compare_scenarios(*_):\n    return {}['lost']\n"
        "diff.compare_scenarios = compare_scenarios\n",
        encoding="utf-8",
    )
    broken = {"PYTHONPATH": str(tmp_path)}
    done = portsim("diff", "tutorial", "tutorial", folder=tmp_path, **broken)
    assert done.returncode == 1
    assert done.stderr.startswith("An error in portsim itself: KeyError: 'lost'.")
    assert len(done.stderr.splitlines()) == 1
    debug = portsim("diff", "tutorial", "tutorial", "--debug", folder=tmp_path, **broken)
    assert debug.returncode == 1
    assert "Traceback" in debug.stderr


def test_who_reads_only_the_first_line_gets_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{PORTSIM} schema | head -n 1", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_under_stdout_is_one_message_and_exit_code_1(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PORTSIM, "schema"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment(),
        )
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot go on: ")
    assert len(done.stderr.splitlines()) == 1


def test_the_bar_shows_on_a_terminal_and_only_on_stderr(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [PORTSIM, *TUTORIAL, "--lang", "en"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        check=False,
        env=environment(TERM="xterm"),
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "1/1" in shown
    assert "\x1b" not in done.stdout
    assert "1/1" not in done.stdout
