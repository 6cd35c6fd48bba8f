"""A large made-up archive: the same seed gives the same bytes.

The bulletins are those of an invented county. Sentences come from patterns and word lists, with numbers,
villages, firms and people made up on the way, so that pairs of characters are about as varied as in real
bulletins: in `content/` of this repository an item of 440 characters has 380 different pairs.
"""

import argparse
import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

LAST_YEAR = 2025
SHORTEST, LONGEST = 150, 900
"""Characters of a text."""

_SITE = """\
name: 芦川效能简报
office: 芦川县机关效能建设办公室
sections:
  - {name: 督查, key: ducha}
  - {name: 部门经验, key: bumen}
  - {name: 外地经验, key: waidi, heads: block}
"""

_BUREAUS = (
    "效能办 发改委 教体局 科技局 工信局 公安局 民政局 司法局 财政局 人社局 自规局 生态环境局 住建局 "
    "交通局 水利局 农业农村局 商务局 文旅局 卫健委 退役军人局 应急局 审计局 市监局 统计局 医保局 "
    "信访局 税务局 气象局 城管局 政务服务局 金融办 粮储局 林业局 供电公司 供水公司 邮政局 残联 总工会 "
    "妇联 团委"
).split()
_TOWNS = (
    "青石 柳林 东坝 沙河 北塘 古渡 云台 白马 石桥 新丰 大圩 双庙 马集 湖滨 龙泉 永安 桃溪 栗园 临泉 芦花"
).split()
_PAPERS = "临江日报 楚源晚报 东泽政务网 河西区政府网 澄湖市政务信息 衡山观察 南屿时报 云岭快讯".split()

_FIRST = (
    "张王李赵陈杨周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
)
_GIVEN = (
    "怀远知行小满听雨望舒一舟晓岚文博子涵雅静建国志强桂芳秀英海涛春梅立新明辉思齐若兰景行书瑶永福长生"
    "德厚守信广平玉珍金凤银花松涛柏林竹青云飞月华星辰凌霄含章可欣乐山智渊仁杰礼贤义方"
)
_PLACE = (
    "上下前后东西南北大小新老高长青白黄红石木水山河塘湾坝桥岗冲坊圩圈营庄井泉柳槐杏桃梅竹杨榆松枫蒲苇荷菱"
)
_BRAND = "瑞恒鼎盛宏泰康源丰润嘉禾锦程远航星火蓝天绿野金谷银河华茂信诚博雅安捷通达卓越启明晨曦沃土澜川"
_TRADES = (
    "食品 机械 纺织 建材 物流 电子 医药 农业科技 新能源 包装 家具 水产 茶业 粮油 环保 服饰 光电 模具 "
    "电缆 种业"
).split()

_MATTERS = (
    "不动产登记 企业开办 施工许可 用水报装 用电报装 工伤认定 医保报销 养老认证 新生入学 老旧小区改造 "
    "农村公路养护 秸秆禁烧 高标准农田 畜禽粪污处理 河道清淤 涵闸维护 危房改造 电梯加装 停车收费 "
    "夜市管理 占道经营 校园食堂 药品抽检 电动车充电 燃气安全 消防通道 森林防火 防汛物资 抗旱用水 "
    "小额贷款 创业担保 零工市场 欠薪线索 劳动仲裁 法律援助 人民调解 信访积案 热线工单 网格巡查 "
    "户籍办理 居住证明 出生一件事 退休一件事 婚姻登记 殡葬服务 残疾人辅具 低保核查 临时救助 "
    "留守儿童关爱 居家养老 村卫生室 家庭医生 慢病取药 疫苗接种 献血组织 文化下乡 农家书屋 全民健身 "
    "古树保护 非遗展演 乡村旅游 民宿登记 水费代收 快递进村 客货邮融合 公交换乘 道路坑槽 路灯报修 "
    "公厕开放 垃圾分类 雨污分流 扬尘管控 噪声扰民 餐饮油烟 排污许可 环评审批 节能改造 技改补助 "
    "惠企政策 政府采购 招标投标 工程结算 国库支付 预算绩效 资产盘活 合同审查 债务化解 统计报表 "
    "公章管理 会议精简 文件瘦身 值班值守 窗口纪律 首问负责 限时办结 一次告知 容缺受理 并联审批 "
    "电子证照 数据共享 帮办代办 上门服务 错时延时 午间不断 跨省通办 免申即享 双随机抽查 柔性执法 "
    "信用修复 证明清理"
).split()
_ACTIONS = (
    "走访 摸排 梳理 压减 合并 前移 下沉 公示 核对 督办 约谈 通报 回访 暗访 抽查 复核 整改 销号 挂牌 "
    "交办 会商 研判 试点 推广 上线 培训 轮岗 考核 倒查 追踪 登记 造册 建档 归集 比对 预警 调度 兑现 "
    "返还 减免"
).split()
_PROBLEMS = (
    "台账与现场对不上 群众两头跑 材料重复提交 窗口中午没人 电话长时间占线 指南写得太笼统 "
    "流程图没有更新 系统经常掉线 责任单位互相推诿 整改停在纸上 签收以后没有下文 公开栏一直空着 "
    "办结时限一拖再拖 村里不知道找谁 补正通知只说一半 收费标准没有上墙 评价器成了摆设 值班记录事后补写 "
    "样品送检不及时 验收只看照片 工期一再顺延 资金趴在账上 设备买来没有拆封 钥匙在谁手里说不清 "
    "护栏缺了一段 标识牌字迹模糊"
).split()
_STEPS = (
    "把表格从七张减为两张 由分管负责人每周听一次汇报 让窗口人员轮流体验全程 请企业代表逐条打分 "
    "在集镇设立流动服务点 用大白话改写办事指南 将审批环节由串联改为并联 对超时事项亮红灯 "
    "给每座桥涵发一张身份证 组织老党员当监督员 拿着群众的原话去核实 建立问题和答复对照清单 "
    "把承诺时限印在回执背面 与邻县互认检验结果 在微信群里当天回话 每月拿出半天现场办公 逐户送去明白纸 "
    "开通夜间预约通道 请退休教师帮助填写 将结果交由第三方核验 按村组画出作战图 "
    "先从意见最集中的三件事改起 把多头检查合成一次体检 凭身份证读取已有信息 提前一个月发出提醒"
).split()
_RESULTS = (
    "等候时间明显缩短 跑动次数大为减少 投诉比上月少了一半 群众当场拿到证照 积压件全部清零 "
    "满意率稳步上升 工地当天恢复施工 拖欠的工钱发到手中 水渠重新通了水 路面平整如新 企业资金周转快了 "
    "老人不再来回奔波 家长少请了两天假 夜里也有人应答 账目一清二楚 同类问题没有再发生 经验在全县推开 "
    "农户赶上了春播 订单没有流失 邻里握手言和"
).split()
_QUALITIES = (
    "细致 迅速 规范 耐心 直接 公开 稳妥 灵活 主动 扎实 便捷 透明 务实 周到 准确 从容 有序 明白 贴心 高效"
).split()
_TIMES = (
    "近日 上月以来 入汛以后 今年年初 一季度 春耕时节 开学前夕 国庆前后 连日来 本周一 月底前 三伏天里 "
    "秋收期间 年关将近 去年冬天 前不久 清早七点 下班以后 赶集那天 雨后第二天"
).split()
_UNITS_OF_COUNT = "件 户 家 条 处 名 份 项 次 个 台 亩 公里 万元 吨 批".split()
_SAYINGS = (
    "以前要跑三趟，现在坐着就办了 话说在明处，心里就踏实 事情不大，搁在谁家都是大事 "
    "能少盖一个章就少盖一个 哪里堵了就从哪里通 规矩立起来，人情就退下去 别让数字好看，要让人好办 "
    "问题写在本上，也要落在地上"
).split()

_PATTERNS = (
    "{time}，{unit}会同{unit2}对{matter}进行{action}，发现{problem}，涉及{place}等{count}。",
    "{place}{person}反映，办理{matter}时{problem}，工作人员{quality}地作了解释，{count}当场解决。",
    "{unit}针对{matter}中{problem}的情况，{step}，{result}。",
    "截至{day}，全县共{action}{matter}{count}，完成率{percent}，比去年同期提高{points}个百分点。",
    "在{place}，检查组看到{matter}的{problem}，要求{unit}于{day}前{action}完毕。",
    "{firm}负责人{person}说：“{saying}。”",
    "{town}{step}，仅{time}就{action}{count}，{result}。",
    "“{saying}。”{place}村民{person}这样评价{matter}的变化。",
    "督查组随机抽取{matter}档案{count}，其中{count}{problem}，占{percent}。",
    "一是{action}到位。{unit}{step}，做到{quality}、{quality2}。",
    "二是{action}到人。对{matter}逐项明确责任，{person}等{count2}名干部包保{place}，{result}。",
    "三是{action}到底。凡{problem}的，一律{action2}，{time}已{action}{count}。",
    "{unit2}将{matter}与{matter2}放在一起{action}，{step}，每{count3}天碰头一次。",
    "从{place}到县城有{kilometres}公里，过去办{matter}要跑{count2}趟，如今{step}，{result}。",
    "{firm}因{matter}受阻，{unit}派{person}上门，用{count3}天时间{action}，为企业省下{money}万元。",
    "对{problem}的{count2}个单位，{time}发出督办单，{unit}已{action}{count}，其余的{day}前见底。",
    "{matter}事关{quality}二字，{unit2}的做法是：{step}；{step2}。",
    "据{unit}统计，{time}受理{matter}{count}，平均用时{decimal}小时，最短的只有{count3}分钟。",
    "第{code}号工单里，{person}投诉{place}的{matter}，{unit}{quality}办理，回访时{result}。",
    "下一步，{unit}打算把{matter}的经验用到{matter2}上，{step}，力争年内{action}{count}。",
    "{town}{place}的{matter}已停了{count3}天，原因是{problem}。{person}说，{saying}。",
    "现场{action}时，{firm}的{matter}手续齐全，{place}的{count}却{problem}。",
    "{unit}把{day}定为{matter}开放日，请来{count2}位代表，看的是{quality}，评的是{quality2}，{result}。",
    "值得注意的是，{matter}的{percent}集中在{town}，{problem}的占{percent2}，需要{unit2}一并{action}。",
)
_HEADS = (
    "{unit}{quality}推进{matter}",
    "{matter}里的“{action}”文章",
    "{town}：{matter}有了新办法",
    "从{count}看{matter}",
    "{matter}要{quality}更要{quality2}",
    "{unit}着力解决“{problem}”",
    "{matter}与{matter2}一道{action}",
    "一张{matter}清单的来回",
)
_NOTES = (
    "{matter}看似小事，{problem}却伤人心。{unit}的办法不复杂，值得一读。",
    "请各单位对照{matter}查一查自己，{saying}。",
)


class Corpus(NamedTuple):
    """What was written: texts by the item's path, for those who look for them."""

    titles: dict[str, str]
    paragraphs: dict[str, tuple[str, ...]]


def write_corpus(folder: Path, issues: int, items_per_issue: int, years: int, seed: int = 1) -> Corpus:
    """Write a site of that many issues, spread evenly over the years up to `LAST_YEAR`.

    Raises:
        OSError: the folder can't be written.
    """
    draw = _Draw(random.Random(seed))
    corpus = Corpus({}, {})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text(_SITE, encoding="utf-8")
    (folder / "units.yaml").write_text("".join(f"- {name}\n" for name in UNITS), encoding="utf-8")
    for index in range(issues):
        year = LAST_YEAR - years + 1 + index * years // issues
        first = -(-(year - LAST_YEAR + years - 1) * issues // years)
        in_year = -(-(year - LAST_YEAR + years) * issues // years) - first
        number = index - first + 1
        path = f"{year}/{number:02}"
        place = folder / "content" / path
        place.mkdir(parents=True, exist_ok=True)
        day = date(year, 1, 5) + timedelta(days=(number - 1) * 355 // in_year)
        (place / "issue.yaml").write_text(_issue(number, index + 1, day), encoding="utf-8")
        for item in range(1, items_per_issue + 1):
            text = draw.item(f"{path}/{item:02}", corpus)
            (place / f"{item:02}.md").write_text(text, encoding="utf-8")
    return corpus


UNITS = tuple(f"县{name}" for name in _BUREAUS) + tuple(f"{name}镇" for name in _TOWNS)
"""The names of the units, sixty of them."""


def _issue(number: int, total: int, day: date) -> str:
    return f"number: {number}\ntotal: {total}\ndate: {day}\nstatus: published\nsigned_by: 顾怀远\n"


class _Draw:
    """Draws words, sentences and items from the lists."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._slots = self._words()

    def item(self, path: str, corpus: Corpus) -> str:
        title = self._filled(_HEADS)
        paragraphs = self._paragraphs()
        corpus.titles[path], corpus.paragraphs[path] = title, tuple(paragraphs)
        return f"---\ntitle: {title}\n{self._front()}---\n\n{self._marked_up(paragraphs)}\n"

    def _words(self) -> Mapping[str, Callable[[], str]]:
        pick, number = self._chance.choice, self._chance.randint
        words: Mapping[str, Callable[[], str]] = {
            "unit": lambda: pick(UNITS[: len(_BUREAUS)]),
            "town": lambda: f"{pick(_TOWNS)}镇",
            "place": lambda: f"{pick(_PLACE)}{pick(_PLACE)}{pick(('村', '社区', '组', '街', '路'))}",
            "person": lambda: f"{pick(_FIRST)}{pick(_GIVEN)}{pick((pick(_GIVEN), ''))}",
            "firm": lambda: f"{pick(_BRAND)}{pick(_BRAND)}{pick(_TRADES)}公司",
            "matter": lambda: pick(_MATTERS),
            "action": lambda: pick(_ACTIONS),
            "problem": lambda: pick(_PROBLEMS),
            "step": lambda: pick(_STEPS),
            "result": lambda: pick(_RESULTS),
            "quality": lambda: pick(_QUALITIES),
            "time": lambda: pick(_TIMES),
            "saying": lambda: pick(_SAYINGS),
            "count": lambda: f"{number(2, number(9, 1200))}{pick(_UNITS_OF_COUNT)}",
            "count2": lambda: str(number(2, 40)),
            "count3": lambda: str(number(2, 15)),
            "percent": lambda: f"{number(20, 990) / 10}%",
            "points": lambda: f"{number(5, 120) / 10}",
            "decimal": lambda: f"{number(11, 95) / 10}",
            "kilometres": lambda: str(number(8, 46)),
            "money": lambda: str(number(3, 480)),
            "code": lambda: str(number(10000, 99999)),
            "day": lambda: f"{number(1, 12)}月{number(1, 28)}日",
        }
        again = {
            f"{name}2": words[name] for name in ("unit", "matter", "quality", "step", "action", "percent")
        }
        return {**words, **again}

    def _filled(self, patterns: tuple[str, ...]) -> str:
        return self._chance.choice(patterns).format_map(_Lazy(self._slots))

    def _paragraphs(self) -> list[str]:
        wanted = self._chance.randint(SHORTEST, LONGEST - 70)
        paragraphs = [""]
        while sum(map(len, paragraphs)) < wanted:
            if len(paragraphs[-1]) > self._chance.randint(120, 320):
                paragraphs.append("")
            paragraphs[-1] += self._filled(_PATTERNS)
        return paragraphs

    def _front(self) -> str:
        chance, pick = self._chance.random, self._chance.choice
        section = self._chance.choices(("督查", "部门经验", "外地经验"), (3, 5, 2))[0]
        lines = [f"section: {section}"]
        lines.append(f"reprint: {pick(_PAPERS)}" if section == "外地经验" else f"source: {pick(UNITS)}")
        if chance() < 0.3:
            keywords = ", ".join(self._chance.sample(_MATTERS, self._chance.randint(1, 3)))
            lines.append(f"keywords: [{keywords}]")
        if chance() < 0.06:
            lines.append(f"note: {self._filled(_NOTES)}")
        if chance() < 0.2:
            lines.append(f"author: {self._slots['person']()}")
        return "".join(f"{line}\n" for line in lines)

    def _marked_up(self, paragraphs: list[str]) -> str:
        """The paragraphs as Markdown: one item in ten has a list, a table or bold words."""
        kind = self._chance.randrange(30)
        if kind == 0:
            return "\n\n".join((paragraphs[0], "\n".join(f"- {text}" for text in paragraphs[1:])))
        if kind == 1:
            rows = "\n".join(f"| {text[:8]} | {self._slots['count']()} |" for text in paragraphs)
            return "\n\n".join((*paragraphs, f"| 事项 | 数量 |\n|---|---:|\n{rows}"))
        if kind == 2:
            return "\n\n".join(f"**{text[:6]}**{text[6:]}" for text in paragraphs)
        return "\n\n".join(f"　　{text}" for text in paragraphs)


class _Lazy(dict[str, str]):
    """Draws a word only for the slots that a pattern has."""

    def __init__(self, slots: Mapping[str, Callable[[], str]]) -> None:
        super().__init__()
        self._slots = slots

    def __missing__(self, name: str) -> str:
        return self._slots[name]()


def main() -> None:
    """Write a corpus from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--items", type=int, default=10)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_corpus(given.folder, given.issues, given.items, given.years, given.seed)


if __name__ == "__main__":
    main()
