# ruff: noqa: E501 (a text stands in a line)
"""
What help says, in Chinese, by what it says in English: the texts of verbs, arguments and options stand in English beside
these, and no file is read for either.

A test sees to it that each text has its Chinese, and that nothing here is left over.
"""

from __future__ import annotations

TITLES = {
    "Usage: ": "用法：",
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Actions": "操作",
    "Examples": "示例",
    "required": "必填",
    "default": "默认",
    "dynamic": "自动",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
}
"""What the parser puts around texts."""

VALUES = {
    "PLACE": "地点", "AREA": "区划", "A": "区划", "DAY": "日期", "TIME": "时间", "SPAN": "时长", "N": "数", "ID": "任务",
    "WHO": "主体", "POST": "岗位", "UNIT": "单位", "KIND": "种类", "K": "种类", "C": "类别", "CATEGORY": "类别", "STATE": "状态",
    "LIGHT": "灯色", "ORDER": "顺序", "CURSOR": "位置", "FILE": "文件", "DIR": "文件夹", "KEY": "名称", "NAME": "名称",
    "LEVEL": "层级", "PACK": "数据包", "PACK…": "数据包…", "[PACK]": "[数据包]", "[DIR]": "[文件夹]", "[SECTION]": "[部分]",
    "MEASURE": "指标", "PERIOD": "时段", "ADDRESS": "地址", "TEXT": "文字", "REF": "凭证", "SECTION": "部分", "TARGET": "目标", "FIELD": "字段", "[KEY]": "[名称]",
}  # fmt: skip
"""Words that stand for values."""

CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "every": {
        "day": ("日", "每日", "逐日", "天", "每天"), "week": ("周", "每周", "逐周", "星期"),
        "month": ("月", "每月", "逐月", "月份"), "quarter": ("季", "每季", "逐季", "季度"),
        "year": ("年", "每年", "逐年", "年度"),
    },
    "scope": {"pack": ("范围内", "数据包"), "all": ("全部", "所有")},
    "only": {
        "officer": ("人员",), "unit": ("单位", "部门"), "branch": ("党支部", "支部"), "line": ("汇报线", "汇报"),
    },
    "light": {
        "green": ("绿", "绿灯", "绿色"), "yellow": ("黄", "黄灯", "黄色"), "red": ("红", "红灯", "红色"),
        "overdue": ("超期", "逾期"), "paused": ("暂停", "暂停计时"), "stopped": ("停止", "停止计时", "按时"),
    },
    "order": {
        "called": ("立案时间", "立案"), "due": ("到期时间", "到期"), "severity": ("严重程度", "轻重"),
        "ended": ("办结时间", "办结"),
    },
}  # fmt: skip
"""Words to choose among in options, by family and key: what each is called, the first as help and refusals have it."""

TEXTS = {
    "Show this message and exit.": "显示本说明后退出。",
    "Who covers a place, who must come, where the gaps are.": "谁负责此处、该谁来、配备缺口在哪里。",
    "Exit codes: 0 answered, 1 found something (--fail-on-gaps), 2 wrong usage, input or state, 70 a fault of ours.":
        "退出码：0 已回答，1 有发现(--fail-on-gaps)，2 用法、输入或状态不对，70 本程序出错。",
    "The options below may also stand behind the verb; each setting can come from ORGRAPH_… or .env (orgraph settings).":
        "下列选项也可写在命令之后；各项设置也可由 ORGRAPH_… 环境变量或 .env 给出(见 orgraph settings)。",
    "Folder of definitions of your own.": "自备定义的文件夹。",
    "Folder of packs of your own.": "自备数据包的文件夹。",
    "embedded, or the address of a Neo4j.": "embedded(内置)，或 Neo4j 的地址。",
    "Folder of the embedded store.": "内置数据库的文件夹。",
    "Language of answers.": "回答所用语言：zh 中文，en 英文。",
    "Invented world of the pages: small.": "文档所用的虚构世界：small。",
    "Print it.": "显示版本。",
    "Who covers a place, level by level upward.": "谁负责此处，由下至上逐级列出。",
    "A code, a path, or a name.": "编码、全路径或名称。",
    "The day asked for, as 2023-08-22; today.": "所问日期，如 2023-08-22 或 2023年8月22日；不写为今日。",
    "Who acts on this category comes first.": "办理此类事项的排在前面。",
    "Print everything, not one line a level.": "全部列出，不按每级一行。",
    "Print JSON for programs.": "输出 JSON，供程序读取。",
    "What an officer, unit or branch covers.": "某人员、单位或党支部负责哪里。",
    "The id of an officer or the code of a unit or branch.": "人员编号，或单位、党支部编码。",
    "Areas and organisations by name, tasks by number.": "按名称查区划和机构，按编号查任务。",
    "A beginning of the name is enough, also of an alias or of a name of another day; what is not there on the day comes "
    "last. A place is found by its code, a path, or names written together, too, an organisation by its code. Of a number "
    "the end is enough: 000123, 2026-123. Persons are not searched. Exit code 1 if there is nothing.":
        "名称(含别名、曾用名)开头几个字即可；当日不存在的排在最后。地点还可用编码、全路径或连写名称，机构还可用编码。"
        "任务编号写末尾即可：000123、2026-123。不查人员。查无结果时退出码为 1。",
    "A name, its beginning, a code or a path.": "名称或其开头、编码、全路径。",
    "At most so many of each, 1 to 100.": "每类最多列出几项，1 至 100。",
    "Call who must come to a place.": "吹哨：召集应到现场的单位。",
    "Says who leads, whom to call there, who helps, who is next, and why they.": "给出主办单位及其联系人、协办单位、接续单位和依据。",
    "Who blows: role@area, or a role alone.": "吹哨岗位：角色@区划，或只写角色。",
    "The kind of whistle, by key or title.": "吹哨类型，写键或名称。",
    "The matter, by key or title; not needed where a kind has one.": "事项类别，键或名称；任务类型只有一类时可不写。",
    "The matter, by key or title.": "事项类别，写键或名称。",
    "What happened; - reads it from standard input.": "发生何事；写 - 则从标准输入读取。",
    "The rule it rests on.": "所依据的规定。",
    "A unit asked for, by code or name; repeatable.": "点名的单位，编码或名称；可重复。",
    "A place in another area, too; repeatable.": "另一区划内同时涉及的地点；可重复。",
    "When they meet: 2023-08-22T14:00.": "集合时间，如 2023-08-22T14:00 或 2023年8月22日14时。",
    "Where they meet.": "集合地点。",
    "Where the matter came from.": "来源渠道。",
    "1 to 5, 5 gravest; else the category's.": "严重程度 1 至 5，5 最重；不写则按类别。",
    "Entered afterwards: when blown.": "事后补录：实际吹哨时间。",
    "Another one, though such a task is open there.": "该处已有同类任务在办，仍另开一件。",
    "Idempotency key: the same one opens no second task.": "防重复编号：同一编号不会重复立案。",
    "Report an ordinary matter to the lowest centre.": "上报事项：报至最基层的综治中心。",
    "It admits the matter and sends it on, or says why not: see `orgraph task accept`, `dispatch` and `refuse-admission`.":
        "由其受理并派遣，或说明不予受理的理由：见 `orgraph task accept`、`dispatch`、`refuse-admission`。",
    "Who reports: role@area, or a role alone.": "上报岗位：角色@区划，或只写角色。",
    "What is the matter; - reads it from standard input.": "是何事项；写 - 则从标准输入读取。",
    "Open a task of any kind.": "立案：任何种类的任务。",
    "Kinds are data: `orgraph definitions list tasks` tells which there are, those of packs among them. What may be done to "
    "it then, `orgraph task actions` says.":
        "种类由定义而来：`orgraph definitions list tasks` 列出现有各种，含数据包自带的。此后可做什么，见 `orgraph task actions`。",
    "The kind of task, by key or title.": "任务种类，写键或名称。",
    "Who opens it: role@area, or a role alone.": "立案岗位：角色@区划，或只写角色。",
    "Tasks at places in an area, the last first.": "辖区任务，最近的在前。",
    "In this state, by key or title; repeatable.": "处于此状态，写键或名称；可重复。",
    "Of this kind, by key or title; repeatable.": "属此种类，写键或名称；可重复。",
    "Of this category or one below it; repeatable.": "属此类别或其下级类别；可重复。",
    "green, yellow, red, overdue, paused, or stopped: no clock runs; repeatable.":
        "green 绿、yellow 黄、red 红、overdue 超期、paused 暂停计时、stopped 停止计时；可重复。",
    "In the hands of this unit, or so at its end; by code or name.": "在此单位手中，或办结时在其手中；编码或名称。",
    "Called on this day or later.": "此日及以后立案的。",
    "Called on this day or earlier.": "此日及以前立案的。",
    "Only those that have ended, or only open ones.": "只列已办结的，或只列在办的。",
    "called: the last first; due, severity, ended: likewise.": "called 立案时间、due 到期、severity 严重程度、ended 办结时间。",
    "With this choice in a field, by keys or titles; repeatable.": "某字段为此选项，键或名称均可；可重复。",
    "How many there are, by state and by light, instead.": "只给数量，按状态和灯色分列。",
    "At most so many, 1 to 100.": "最多列出几件，1 至 100。",
    "Those behind this cursor.": "从此位置之后列起。",
    "Open tasks of a unit or a post, the most pressing first.": "待办：单位或岗位的在办任务，最急的在前。",
    "An organisation by code or name, or a post as role@area.": "机构的编码或名称，或岗位(角色@区划)。",
    "Run past decisions again from their recorded input. Exit code 1 if one comes out differently.":
        "决策重演：按当时记录的输入重做以往派单决策。结果有出入时退出码为 1。",
    "Decisions of this day and later.": "此日及以后的决策。",
    "How tasks were handled, by unit, area and month.": "督查：一段时间内的办理情况，按单位、按区划或按时段。",
    "Each area of a level below, in place of units.": "按下辖某一层级的各区划统计，不按单位。",
    "Period by period, each so long, in place of units.": "按时段逐段统计，不按单位。",
    "What was counted in an area and a period, summed up, and who has not reported.":
        "统计数：一段时间内逐级汇总，与其他时段对比，列出缺报。",
    "A code, a path, or a name; or an organisation by code or name.": "区划的编码、路径或名称；也可为单位的编码或名称。",
    "Only this, by key or title; repeatable.": "只看此指标，键或名称均可；可重复。",
    "The first day; that of the year.": "首日；不写为当年 1 月 1 日。",
    "The last day; today.": "末日；不写为今天。",
    "Each area of a level below, too.": "另按下辖某一层级的各区划分列。",
    "Beside another period: year-before, before, or 2022-01-01..2022-06-30.":
        "与另一时段对比：同比、环比，或 2022-01-01..2022-06-30。",
    "Write it into a workbook.": "写入 Excel 工作簿。",
    "The first day.": "首日。",
    "The last day.": "末日。",
    "The audits that are defined.": "有哪些配备核查。",
    "With an area: how it stands in every audit that holds there.": "写明区划时：该区划在各项核查中的情况。",
    "How this area stands in each.": "此区划在各项中的情况。",
    "Where posts and organisations are missing.": "配备核查：哪里缺岗位、缺机构。",
    "Says the rate with its counts, and of each gap what is asked, what is there, and who could mend it.":
        "给出达标率及基数；逐项列出缺口的要求、现状，以及谁能补上。",
    "An audit: orgraph audits lists them. explain KEY: what it demands, with its statement.":
        "一项核查，见 orgraph audits。explain 名称：说明其要求和查询语句。",
    "Only in this area.": "只查此区划。",
    "all: also what the pack's scope leaves out.": "all：数据包范围以外的也查。",
    "Count by areas of this level: city, county, township…": "按此层级的区划统计：city 市、county 县、township 乡镇等。",
    "Print every finding as CSV (UTF-8 with mark, opens in Excel).": "以 CSV 输出全部缺口(可直接用 Excel 打开)。",
    "Draw the area's tree with its gaps.": "画出区划树及其缺口。",
    "Compare with an earlier day: opened, closed.": "与较早一日比较：新增、已补。",
    "The rate from this day on.": "此日以来的达标率。",
    "How far the days of --from are apart.": "--from 各日的间隔。",
    "Say what opens and closes, until Ctrl-C.": "持续报告新增和已补的缺口，按 Ctrl-C 停止。",
    "Exit with 1 if there are gaps.": "有缺口时退出码为 1。",
    "Whose absence leaves a place or a category alone.": "关键岗位依赖：一旦缺位，哪些地点或类别便无人负责。",
    "Officers, units and branches on which something hangs alone, most buildings first; then reporting lines.":
        "列出独自承担的人员、单位和党支部，涉及楼栋多的在前；然后是汇报线。",
    "Only these.": "只列这一类。",
    "Published figures beside the graph's count.": "数字对照：公布的数字与库内统计。",
    "A pack's name or folder; all that are loaded.": "数据包名称或文件夹；不写为全部已导入的。",
    "Load packs: the plan first, then the rows.": "导入数据包：先出计划，再写入。",
    "The same pack twice changes nothing.": "同一数据包导入两次，第二次不改变任何内容。",
    "Folders, or names of packs that are there.": "文件夹，或已有数据包的名称。",
    "Show the plan and write nothing.": "只看计划，不写入。",
    "Let up to N rows of a pack end.": "允许数据包终止至多这么多行。",
    "Leave what hangs on what ends: just N.": "所终止者之下仍挂有的，保留不动：恰为此数。",
    "Show every row of the plan.": "列出计划的每一行。",
    "Write the plan to a .csv or .xlsx.": "将计划写入 .csv 或 .xlsx 文件。",
    "What is loaded, or the imports of a pack.": "导入记录：已导入什么，或某数据包历次导入。",
    "A pack's name; without one, what is loaded.": "数据包名称；不写则列出已导入的。",
    "Serve GraphQL and its playground until Ctrl-C.": "启动接口服务和调试页，按 Ctrl-C 停止。",
    "The playground needs no internet.": "调试页不需要互联网。",
    "Only loopback without an authenticator.": "未设身份验证时只能是本机地址。",
    "0: any free one.": "0：任一空闲端口。",
    "Processes that answer; /metrics is that of one of them.": "应答的进程数；/metrics 是其中一个的。",
    "Act when limits pass and send notices, until Ctrl-C.": "时限督办：到期即办、发送通知，按 Ctrl-C 停止。",
    "`orgraph serve` does the same; any number may run on one store, also on several machines.":
        "`orgraph serve` 也做这些；同一数据库可有多个同时运行，也可在多台机器上。",
    "Do what is due now, then end.": "办完现已到期的即结束。",
    "Save everything to one file.": "备份：全部存入一个文件。",
    "A file of lines of JSON.": "逐行 JSON 的文件。",
    "Bring a backup into an empty store, on any engine.": "恢复：将备份装入空库，数据库种类不限。",
    "Bring an older store to this version.": "升级：将旧版数据库升至本版。",
    "Take over the present definitions, too.": "同时采用现行定义。",
    "Even if open tasks need what these have not.": "即使在办任务需要现行定义中没有的内容。",
    "Find anew how what has ended was handled, by the present definitions.": "按现行定义重新统计已办结任务的办理情况。",
    "Every setting, and where it came from.": "设置：各项取值及其来源。",
    "Load real divisions, ask three questions, serve.": "演示：导入真实区划，问三个问题，再启动服务。",
    "With --world small it is the invented world of the pages.": "加 --world small 则用文档中的虚构世界。",
    "End after the answers; else serve until Ctrl-C.": "回答后即结束；否则继续服务，按 Ctrl-C 停止。",
    "A task, and what may be done to it.": "任务及可对其进行的操作。",
    "A task with its proof and everything that happened to it.": "任务详情：依据和全部经过。",
    "The task's id, or key: and the key that opened it.": "任务编号，或 key: 加立案时的防重复编号。",
    "What may be done to a task now, and why not the rest.": "现在可做哪些操作，其余为何不可。",
    "Who acts: role@area, or an organisation, by code or name.": "操作者：角色@区划，或机构的编码或名称。",
    "The ledger of all tasks.": "全部任务的台账。",
    "Check every book and every task of the ledger.": "台账核验：逐本逐件核对。",
    "Names the first row of a book that was edited, deleted or moved, and each task or text that is not what its events "
    "say. Exit code 1 if something does not hold. A tail cut off together with its book shows only against kept ends.":
        "指出每本台账中最先被改动、删除或移动的一行，以及与记录不符的任务或文字。不符时退出码为 1。"
        "整本连同末尾一并截去的，须与另存的末尾对照才能发现。",
    "Ends of books that were kept: each must still be there.": "另存的各本末尾：逐一核对仍在。",
    "Write the ends of all books there, if everything holds.": "核验无误时，将各本末尾存入此文件。",
    "Take what was typed into an event out of the ledger for good; the ledger holds as before.":
        "脱敏：将某次操作中填写的内容从台账永久去除；台账仍可核验。",
    "The event from which it is taken.": "要去除内容的那次操作的序号。",
    "Why; it stays in the ledger.": "理由；留在台账中。",
    "text, basis, channel, meeting.place, proof, reason; else all.":
        "text 文字、basis 依据、channel 渠道、meeting.place 集合地点、proof 凭证、reason 理由；不写为全部。",
    "Take out what kinds of task keep no longer, of all tasks that have ended.":
        "保存期满脱敏：从全部已办结任务中去除各种类规定不再保存的内容。",
    "A worker does so once a day, of what became due in the last month.": "后台每日执行一次，处理近一个月内到期的。",
    "Idempotency key: the same one acts once.": "防重复编号：同一编号只操作一次。",
    "Start a pack of one's own.": "自建数据包。",
    "Write an empty pack about an area.": "新建：为某区划生成空白数据包。",
    "With a list of its places and of the posts to fill.": "附其地点清单和待填岗位清单。",
    "A new folder; its name becomes the pack's.": "新文件夹；其名即数据包名称。",
    "The area it is about: code, path or name.": "所属区划：编码、全路径或名称。",
    "Levels, roles, categories, quotas, audits.": "定义：层级、角色、类别、配备标准、核查等。",
    "Check definitions and the YAML of packs, all at once.": "检查定义和数据包中的 YAML，一次列出全部问题。",
    "A schema, a pack, a folder of packs, or one with schema/ and seeds/.":
        "定义文件夹、数据包、装有数据包的文件夹，或含 schema/ 和 seeds/ 的文件夹。",
    "The keys of a section with their titles.": "列出某部分的各键及名称。",
    "Without one, the sections.": "不写则列出各部分。",
    "All that an entry says, with what it inherits, as JSON.": "查看一条定义的全部内容(含继承的)，以 JSON 输出。",
    "By the digest alone: what the store keeps of a definition that it once took over, or of a set of them.":
        "只写校验值：显示数据库所存的、曾采用的某条或某套定义。",
    "levels, roles, categories …; or a digest.": "levels、roles、categories 等；或校验值。",
    "The key of an entry, or its title.": "定义的键或名称。",
    "A kind of task and its life, or a category, in sentences.": "详解：用语句说明一种任务及其流程，或一类事项。",
    "Who opens it, its limits, each state; who may lead, what is done first.": "由谁立案、时限、各个状态；由谁主办、先做什么。",
    "The key of a kind of task, or of a category, or its title.": "任务种类或事项类别的键或名称。",
    "As it holds under this area; without it in general.": "在此区划之下的规定；不写为一般规定。",
    "Draw its life into this file; - prints it.": "将流程画入此文件；写 - 则直接输出。",
    "Notices that wait, and those given up.": "待发通知，以及已放弃的。",
    "Only what is entered while ORGRAPH_WEBHOOKS names a target is ever told to it.":
        "只有在 ORGRAPH_WEBHOOKS 列有目标期间记入的，才会告知该目标。",
    "Send again what was given up, and now what waits for a later try.": "重发已放弃的，并立即发送等候重试的。",
    "A target of ORGRAPH_WEBHOOKS, by its key.": "ORGRAPH_WEBHOOKS 中的目标，写其键。",
    "In words; - reads it from standard input.": "文字说明；写 - 则从标准输入读取。",
    "The unit meant, by code or name.": "所指单位，编码或名称。",
    "When; else now.": "何时；不写为现在。",
    "A unit that helps, by code or name; repeatable.": "协办单位，编码或名称；可重复。",
    "Where; else as its parent.": "何处；不写同上级任务。",
    "Its limit: '3 days'.": "其时限，如 3天、2个工作日。",
    "The earlier task.": "较早的那件任务。",
    "Though it is of another category; say why.": "虽属另一类别；须说明理由。",
    "How much: '2 working days'.": "延长多久，如 2个工作日、3小时。",
    "A photo; repeatable.": "照片；可重复。",
    "The result of the check.": "核查结果。",
    "Was the unit in touch? As the resident says.": "单位是否联系过？以诉求人所说为准。",
    "As the resident says.": "以诉求人所说为准。",
    "How content is the resident?": "诉求人满意程度，1 至 5。",
    "Did it arrive? 1 to 5.": "到场情况，1 至 5。",
    "How did it act? 1 to 5.": "办理情况，1 至 5。",
    "What came of it? 1 to 5.": "办理结果，1 至 5。",
    "Looked at again on.": "何日复查。",
    "The version that you saw; else as it is now.": "所见的版本；不写为当前。",
    "{command} ACTION --help says what an action takes.": "{command} 操作 --help 说明各操作须填什么。",
}  # fmt: skip
