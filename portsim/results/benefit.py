"""What a change is worth to those who send cargo: measures of one scenario against another, which no single run has.

`portsim.analysis.user_benefit` computes them from the choices of two runs; docs/explanation/choice.md tells the parts.
"""

from __future__ import annotations

from portsim.results.definition import Measure

_WHERE_EN = "CNY a year; entity a zone or the cluster (all cargo, that from market to market included)."
_WHERE_ZH = "元/年；对象为腹地或港口群（含市场之间的中转货）。"
BENEFIT = Measure(
    "user_benefit_cny", "CNY", "user benefit", "用户效益",
    "What shippers gain by the change, at the cargo of the base: change of cost at the shares of the base, and gain of "
    f"those who switch; the worth of mere variety is not in it. {_WHERE_EN}",
    f"按基准货量计，变化给货主带来的收益：基准份额下的费用变化与转移者的收益之和，不含单纯选择多样性的价值。{_WHERE_ZH}",
)  # fmt: skip
SAME = Measure(
    "user_benefit_at_base_shares_cny", "CNY", "user benefit at base shares", "用户效益：基准份额下的费用变化",
    f"Part of the user benefit: change of cost if nobody switched, over the ways open in both. {_WHERE_EN}",
    f"用户效益的一部分：无人转移时、两情景均开放路径的费用变化。{_WHERE_ZH}",
)  # fmt: skip
SWITCHERS = Measure(
    "user_benefit_of_switchers_cny", "CNY", "user benefit of those who switch", "用户效益：转移者的收益",
    f"Part of the user benefit: what those who switch gain besides. {_WHERE_EN}",
    f"用户效益的一部分：转移者的额外收益。{_WHERE_ZH}",
)  # fmt: skip
VARIETY = Measure(
    "user_benefit_of_variety_cny", "CNY", "worth of mere variety", "选择多样性的价值",
    "What new ways bring (or closed ones took) up to the point where they are as good as the mean of the others; no "
    f"part of the user benefit, with it the change of the logsum. {_WHERE_EN}",
    "新路径在不优于其余路径平均时所带来（或关闭路径所带走）的价值；不属于用户效益，两者之和为 logsum 变化。"
    f"{_WHERE_ZH}",
)  # fmt: skip
HALF_RULE = Measure(
    "user_benefit_half_rule_cny", "CNY", "rule of a half", "半数法则校核",
    "Mean of the shares before and after x change of cost, over the ways open in both: a check of the user benefit, "
    f"with which it agrees where changes are small and no way opens or closes. {_WHERE_EN}",
    f"前后份额均值乘以费用变化（两情景均开放的路径）：用于校核用户效益，变化小且无路径开闭时两者一致。{_WHERE_ZH}",
)  # fmt: skip

MEASURES = (BENEFIT, SAME, SWITCHERS, VARIETY, HALF_RULE)
