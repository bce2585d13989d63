"""The words of the command line, in Chinese and English."""

# ruff: noqa: E501  (one text, one line)
from __future__ import annotations

from portsim.report.texts import Catalogue

ENGLISH: dict[str, str] = {
    # run
    "run.summary": "{name}: {done} of {all} runs carried out, {cached} already there, {failed} failed; {seconds} s. Results in {folder}",
    "run.failed": "{failed} of {all} runs of {name} failed; the first is seed {seed}, replication {replication}: {error}\nThe others are whole; the same command tries only the failed ones again. The traceback stands in {index}.",
    "run.cut.ctrl_c": "Interrupted. {whole} of {all} runs are whole in {folder}; the same command carries out only the others.",
    "run.cut.sigterm": "Ended from outside (SIGTERM). {whole} of {all} runs are whole in {folder}; the same command carries out only the others.",
    "run.cut.worker_died": "A worker process died: killed, or out of memory (fewer --jobs need less). {whole} of {all} runs are whole in {folder}; the same command carries out only the others.",
    "run.services": "{title}: the first {shown} of {all}; all are in the page",
    "run.validation": "{title}, {period}: {status}",
    "progress.failed": "{n} failed",
    # check and diff
    "check.ok": "{file}: all well ({identity})",
    "check.study": "{file}: all well; a study of {cases} cases, {samples} samples each, {runs} runs at the most",
    "check.sum": "Files checked: {files}; errors: {errors}; warnings: {warnings}.",
    "diff.none": "No value differs.",
    "diff.sum": "Values that differ: {n}.",
    "diff.absent": "(not there)",
    # doctor
    "doctor.cores": "cores",
    "doctor.browser": "browser",
    "doctor.chinese_font": "Chinese font",
    "doctor.png_images": "PNG images",
    "doctor.results_writable": "results can be written",
    "doctor.yes": "yes",
    "doctor.no": "no",
    "doctor.none": "none found",
    "doctor.not_installed": "not installed",
    # ends
    "end.interrupted": "Interrupted. What is whole stays; the same command goes on.",
    "end.system": "Cannot go on: {error}",
    "end.internal": "An error in portsim itself: {error}. Repeat the command with --debug and report what it prints.",
}

CHINESE: dict[str, str] = {
    # run
    "run.summary": "{name}：共 {all} 次运行，本次完成 {done} 次，沿用已有结果 {cached} 次，失败 {failed} 次；用时 {seconds} 秒。结果在 {folder}",
    "run.failed": "{name} 的 {all} 次运行中有 {failed} 次失败；首个失败：种子 {seed}，第 {replication} 号重复：{error}\n其余运行完好；重新执行同一命令只重做失败的运行。出错位置见 {index}。",
    "run.cut.ctrl_c": "已中断。{all} 次运行中有 {whole} 次完整保存在 {folder}；重新执行同一命令只做其余运行。",
    "run.cut.sigterm": "被外部终止（SIGTERM）。{all} 次运行中有 {whole} 次完整保存在 {folder}；重新执行同一命令只做其余运行。",
    "run.cut.worker_died": "一个工作进程意外退出：被终止或内存不足（减小 --jobs 可少占内存）。{all} 次运行中有 {whole} 次完整保存在 {folder}；重新执行同一命令只做其余运行。",
    "run.services": "{title}：共 {all} 条，列出前 {shown} 条，全部见报告页面",
    "run.validation": "{title}，{period}年：{status}",
    "progress.failed": "失败 {n}",
    # check and diff
    "check.ok": "{file}：检查通过（{identity}）",
    "check.study": "{file}：检查通过；研究含 {cases} 个方案，每个方案 {samples} 个样本，至多 {runs} 次运行",
    "check.sum": "共检查 {files} 个文件：{errors} 个错误，{warnings} 个警告。",
    "diff.none": "没有差异。",
    "diff.sum": "共有 {n} 处数值不同。",
    "diff.absent": "（无）",
    # doctor
    "doctor.cores": "处理器核数",
    "doctor.browser": "浏览器",
    "doctor.chinese_font": "中文字体",
    "doctor.png_images": "PNG 图片",
    "doctor.results_writable": "可写入结果",
    "doctor.yes": "是",
    "doctor.no": "否",
    "doctor.none": "未找到",
    "doctor.not_installed": "未安装",
    # ends
    "end.interrupted": "已中断。已完成的部分均已保留；重新执行同一命令即可继续。",
    "end.system": "无法继续：{error}",
    "end.internal": "portsim 内部错误：{error}。请加 --debug 重新执行，并报告所显示的内容。",
}

WORDS = Catalogue(ENGLISH, CHINESE)
