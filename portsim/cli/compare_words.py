"""The words of the command `compare`, in Chinese and English."""

# ruff: noqa: E501  (one text, one line)
from __future__ import annotations

from portsim.report.texts import Catalogue

ENGLISH: dict[str, str] = {
    "title": "{option} compared with {base}, {period} ({n} pairs of runs)",
    "title.one": "{option} compared with {base}, {period} (one pair of runs: no intervals)",
    "year": "{first}",
    "years": "{second} against {first}",
    "head.measure": "Measure",
    "head.place": "Place",
    "head.base": "Base",
    "head.option": "Compared",
    "head.difference": "Difference",
    "head.interval": "95 % interval",
    "head.relative": "Change (%)",
    "head.sure": "Sure",
    "sure.yes": "yes",
    "sure.no": "no",
    "none": "{option} compared with {base}, {period}: no difference in any of {n} rows",
    "unchanged": "Rows without any difference, left out: {n}.",
    "only": "Only in {option}: {what}.",
    "only.value": "{what} {value}",
    "only.more": "{what} and {n} more",
    "joint": "; ",
    "points": "Differences of shares are in percentage points.",
    "sure": "Sure: the difference is not 0 with 95 % confidence, corrected (Holm) for the places and options of the measure.",
    "none_sure": 'No difference is sure: what differs between the two does not limit what is compared here. `portsim preview SCENARIO` shows which stage is near its limit; `--measures "*@PORT/TERMINAL"` compares one terminal.',
    "narrower": "Common random numbers make the intervals {factor} times narrower than unpaired runs would (median of {n} rows).",
    "calendar": "The years differ, and with them days, tides and storms: --set clock.year=... gives both the same and narrower intervals.",
    "few": "Intervals of few pairs ({n}) are wide; more --replications make them narrower.",
    "one": "One pair of runs shows no interval: take more --replications.",
    "other_program": "Note: {first} and {second} were run by different versions of the program; run both again to compare like with like.",
    "same": "Note: both are the same scenario.",
    "written": "Written: {files}",
}

CHINESE: dict[str, str] = {
    "title": "{option} 与 {base} 对比，{period}（{n} 对运行）",
    "title.one": "{option} 与 {base} 对比，{period}（仅一对运行，无区间）",
    "year": "{first}年",
    "years": "{second}年对{first}年",
    "head.measure": "指标",
    "head.place": "地点",
    "head.base": "基准",
    "head.option": "对比",
    "head.difference": "差值",
    "head.interval": "95%区间",
    "head.relative": "变化（%）",
    "head.sure": "显著",
    "sure.yes": "是",
    "sure.no": "否",
    "none": "{option} 与 {base} 对比，{period}：{n} 行均无差别",
    "unchanged": "毫无差别而未列出的行数：{n}。",
    "only": "仅 {option} 有：{what}。",
    "only.value": "{what} {value}",
    "only.more": "{what}等，另有 {n} 项",
    "joint": "；",
    "points": "比例的差值以百分点计。",
    "sure": "显著：在95%置信水平下差值不为零，已按该指标的地点和方案数作 Holm 校正。",
    "none_sure": '没有显著差值：两者的不同之处并不制约此处所比的指标。`portsim preview 情景` 显示哪一环节接近能力上限；`--measures "*@港口/码头"` 只比较一个码头。',
    "narrower": "采用公共随机数后，区间比不配对的运行窄 {factor} 倍（{n} 行的中位数）。",
    "calendar": "两者年份不同，日历、潮汐和风暴也不同；用 --set clock.year=... 设为同一年，区间会更窄。",
    "few": "只有 {n} 对运行，区间较宽；增大 --replications 可使其变窄。",
    "one": "只有一对运行，没有区间；请增大 --replications。",
    "other_program": "注意：{first} 与 {second} 由不同版本的程序运行；请重新运行两者，再作对比。",
    "same": "注意：两者是同一情景。",
    "written": "已写入：{files}",
}

COMPARE_WORDS = Catalogue(ENGLISH, CHINESE)
