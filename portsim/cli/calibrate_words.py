"""The words of the commands `calibrate` and `elasticity`, in Chinese and English."""

from __future__ import annotations

from portsim.report.texts import Catalogue

ENGLISH: dict[str, str] = {
    "fit": "Fit {year}: what was observed, and the constant that answers for it",
    "held": "Fit {year} predicts {other}: error on TEU over the quay (%)",
    "measure": "Measure", "entity": "Where", "constant": "Constant", "observed": "Observed", "modelled": "Modelled",
    "error": "Error (%)", "model": "Services of that year", "old_services": "Services of the fitted year",
    "same_shares": "Naive: same shares", "trend": "Naive: trend",
    "zone": "Zone", "trade": "Trade", "gateway": "Gateway", "mode": "Mode", "share": "Share (%)", "cost": "Cost",
    "time": "Time", "frequency": "Departures",
    "elasticity": "Own elasticities at free flow: the {shown} largest of {all}",
}  # fmt: skip

CHINESE: dict[str, str] = {
    "fit": "{year}年校准：观测值与对应的常数",
    "held": "{year}年校准预测{other}年：吞吐量（TEU）误差（%）",
    "measure": "指标", "entity": "地点", "constant": "常数", "observed": "观测值", "modelled": "模型值",
    "error": "误差（%）", "model": "该年航线", "old_services": "校准年航线",
    "same_shares": "简单预测：份额不变", "trend": "简单预测：趋势外推",
    "zone": "腹地", "trade": "贸易", "gateway": "门户", "mode": "方式", "share": "份额（%）", "cost": "费用",
    "time": "时间", "frequency": "班次",
    "elasticity": "自由流下的自弹性：共{all}项，显示最大的{shown}项",
}  # fmt: skip

CALIBRATE_WORDS = Catalogue(ENGLISH, CHINESE)
