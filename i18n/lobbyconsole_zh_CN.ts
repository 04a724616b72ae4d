<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Backups</name>
        <message>
            <source>Backups now</source>
            <translation>备份情况</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>立即备份</translation>
        </message>
        <message>
            <source>Looking at the backups…</source>
            <translation>正在查看备份…</translation>
        </message>
        <message>
            <source>The backup of {when} failed. “Back up now” says why.</source>
            <translation>{when} 的备份未成功。点“立即备份”可查看原因。</translation>
        </message>
        <message>
            <source>There is no backup yet.</source>
            <translation>尚无备份。</translation>
        </message>
        <message>
            <source>Last backup: {when}</source>
            <translation>最近一次备份：{when}</translation>
        </message>
        <message>
            <source>Folder: {folder} · backups kept: {count}</source>
            <translation>备份文件夹：{folder} · 现存 {count} 份</translation>
        </message>
        <message>
            <source>No second folder is set: if this disk fails, its backups are lost with it.</source>
            <translation>未设置第二备份文件夹：本机硬盘损坏时，备份会一并丢失。</translation>
        </message>
        <message>
            <source>Second folder: {folder} · has the last backup</source>
            <translation>第二备份文件夹：{folder} · 已有最近一次备份</translation>
        </message>
        <message>
            <source>Second folder: {folder} · does not have the last backup</source>
            <translation>第二备份文件夹：{folder} · 没有最近一次备份</translation>
        </message>
        <message>
            <source>Backing up…</source>
            <translation>正在备份…</translation>
        </message>
        <message>
            <source>Backed up and checked: {file}</source>
            <translation>已备份并核验：{file}</translation>
        </message>
    </context>
    <context>
        <name>Briefing</name>
        <message>
            <source>This part was made by a newer version of the program.</source>
            <translation>此部分由更新版本的程序生成。</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first}至{last}</translation>
        </message>
        <message>
            <source>The calendar has no open day before this one.</source>
            <translation>日历中此前没有营业日。</translation>
        </message>
        <message>
            <source>No ticket is recorded for {days}: nobody came, or no queue source was heard.</source>
            <translation>{days}没有取号记录：无客户到店，或未接到排队系统数据。</translation>
        </message>
        <message>
            <source>The console keeps no roster yet.</source>
            <translation>系统暂无排班数据。</translation>
        </message>
        <message>
            <source>The console keeps no bookings yet.</source>
            <translation>系统暂无预约数据。</translation>
        </message>
        <message>
            <source>The console keeps no complaints yet.</source>
            <translation>系统暂无投诉登记。</translation>
        </message>
        <message>
            <source>The console keeps no callbacks yet.</source>
            <translation>系统暂无回访登记。</translation>
        </message>
        <message>
            <source>The console keeps no exams yet.</source>
            <translation>系统暂无考试登记。</translation>
        </message>
        <message>
            <source>The console keeps no praise or awards yet.</source>
            <translation>系统暂无表扬与评优登记。</translation>
        </message>
        <message>
            <source>The console keeps no suggestions yet.</source>
            <translation>系统暂无员工建议登记。</translation>
        </message>
        <message>
            <source>The console does not record help between halls yet.</source>
            <translation>系统暂不记录网点间的服务援助。</translation>
        </message>
        <message>
            <source>The console keeps no referrals yet.</source>
            <translation>系统暂无推荐转介登记。</translation>
        </message>
        <message>
            <source>The console does not follow improvement plans yet.</source>
            <translation>系统暂不跟踪提升计划进度。</translation>
        </message>
        <message>
            <source>No weather source is connected.</source>
            <translation>未接入天气数据。</translation>
        </message>
        <message>
            <source>No round was finished for {days}: no touchpoint has a score.</source>
            <translation>{days}没有完成的巡检，接触点无得分。</translation>
        </message>
        <message>
            <source>Touchpoint</source>
            <translation>接触点</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>检查次数</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>不合格</translation>
        </message>
        <message>
            <source>Touchpoints, {days}</source>
            <translation>接触点达标情况，{days}</translation>
        </message>
        <message>
            <source>Best: {first} {one}, {second} {two}, {third} {three}</source>
            <translation>最好：{first} {one}、{second} {two}、{third} {three}</translation>
        </message>
        <message>
            <source>Not looked at: {points}</source>
            <translation>未检查：{points}</translation>
        </message>
        <message>
            <source>{days}: nothing failed at any touchpoint.</source>
            <translation>{days}：各接触点均无不合格项。</translation>
        </message>
        <message>
            <source>Failed last</source>
            <translation>最近不合格项</translation>
        </message>
        <message>
            <source>Weakest touchpoints, {days}</source>
            <translation>薄弱接触点，{days}</translation>
        </message>
        <message>
            <source>Weakest touchpoint: {point} {percent}</source>
            <translation>最弱接触点：{point} {percent}</translation>
        </message>
        <message>
            <source>Scheduled rounds done</source>
            <translation>巡检完成率</translation>
        </message>
        <message>
            <source>{done} of {counted}</source>
            <translation>{done} / {counted}</translation>
        </message>
        <message>
            <source>No round was due, {days}.</source>
            <translation>{days}没有应完成的巡检。</translation>
        </message>
        <message>
            <source>Rounds not done, {days}</source>
            <translation>漏巡，{days}</translation>
        </message>
        <message>
            <source>Failed items, {days}</source>
            <translation>不合格项，{days}</translation>
        </message>
        <message>
            <source>{missed} of {counted} scheduled rounds were not done</source>
            <translation>应巡 {counted} 次，漏巡 {missed} 次</translation>
        </message>
        <message>
            <source>Round</source>
            <translation>巡检</translation>
        </message>
        <message>
            <source>Due</source>
            <translation>应完成时间</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>责任岗位</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>检查项</translation>
        </message>
        <message>
            <source>Zone</source>
            <translation>区域</translation>
        </message>
        <message>
            <source>Seen</source>
            <translation>发现时间</translation>
        </message>
        <message>
            <source>No outside visit is recorded for {days}.</source>
            <translation>{days}没有暗访记录。</translation>
        </message>
        <message>
            <source>Outside visits, {days}</source>
            <translation>暗访结果，{days}</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Checklist</source>
            <translation>检查表</translation>
        </message>
        <message>
            <source>No rating is recorded for {days}.</source>
            <translation>{days}没有客户评价记录。</translation>
        </message>
        <message>
            <source>Good ratings</source>
            <translation>好评率</translation>
        </message>
        <message>
            <source>Ratings of 4 and 5, {days}</source>
            <translation>四五分评价占比，{days}</translation>
        </message>
        <message>
            <source>{done} of {counted} customers, as marked on their tickets</source>
            <translation>{counted} 位客户中 {done} 位，以票上标记为准</translation>
        </message>
        <message>
            <source>Marked {mark}</source>
            <translation>已标记：{mark}</translation>
        </message>
        <message>
            <source>{count} ratings with it, {plain} without any mark</source>
            <translation>有此标记的评价 {count} 个，无标记的 {plain} 个</translation>
        </message>
        <message>
            <source>Too few ratings to compare: {count} with it, {plain} without any mark</source>
            <translation>评价太少，无法比较：有此标记的 {count} 个，无标记的 {plain} 个</translation>
        </message>
        <message>
            <source>Rating of those marked {mark}, against the others</source>
            <translation>“{mark}”客户与其他客户的评价差</translation>
        </message>
        <message>
            <source>Usual</source>
            <translation>常规时长</translation>
        </message>
        <message>
            <source>Handling time by service, {days}</source>
            <translation>分业务办理时长，{days}</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Handling time by counter, {days}</source>
            <translation>分窗口办理时长，{days}</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Served</source>
            <translation>办结笔数</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>平均</translation>
        </message>
        <message>
            <source>not told</source>
            <translation>未注明</translation>
        </message>
        <message>
            <source>Where numbers were taken, {days}</source>
            <translation>取号渠道，{days}</translation>
        </message>
        <message>
            <source>Business done on machines or phones without a number is not counted.</source>
            <translation>在自助机具或手机上直接办理、未取号的业务不计入。</translation>
        </message>
        <message>
            <source>No task is open.</source>
            <translation>没有未完成的任务。</translation>
        </message>
        <message>
            <source>Open tasks</source>
            <translation>未完成任务</translation>
        </message>
        <message>
            <source>Overdue tasks</source>
            <translation>逾期任务</translation>
        </message>
        <message>
            <source>Open tasks: {open}, overdue: {late}</source>
            <translation>未完成任务 {open} 项，其中逾期 {late} 项</translation>
        </message>
        <message>
            <source>Finding</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>No fault is open.</source>
            <translation>没有未修复的故障。</translation>
        </message>
        <message>
            <source>Machines out of order</source>
            <translation>停用设备</translation>
        </message>
        <message>
            <source>Machines out of order: {count}</source>
            <translation>停用设备 {count} 台</translation>
        </message>
        <message>
            <source>out of order</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>still in use</source>
            <translation>仍在使用</translation>
        </message>
        <message>
            <source>Equipment</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Fault</source>
            <translation>故障现象</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>使用情况</translation>
        </message>
        <message>
            <source>Reported</source>
            <translation>报修时间</translation>
        </message>
        <message>
            <source>No equipment is registered.</source>
            <translation>设备台账为空。</translation>
        </message>
        <message>
            <source>{count} registered, opening hours of {days}; by the faults reported</source>
            <translation>在册 {count} 台，按{days}营业时间与报修记录计算</translation>
        </message>
        <message>
            <source>No notice waits for us.</source>
            <translation>没有待落实的通知。</translation>
        </message>
        <message>
            <source>Notices to carry out: {count}</source>
            <translation>待落实通知 {count} 项</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>From</source>
            <translation>起</translation>
        </message>
        <message>
            <source>In force from</source>
            <translation>生效日期</translation>
        </message>
        <message>
            <source>No support request was sent, {days}.</source>
            <translation>{days}没有提请后台支撑。</translation>
        </message>
        <message>
            <source>Working minutes until the first answer; {count} answered</source>
            <translation>首次答复所用工作分钟数；已答复 {count} 项</translation>
        </message>
        <message>
            <source>Support requests, {days}</source>
            <translation>工作支撑，{days}</translation>
        </message>
        <message>
            <source>Department</source>
            <translation>部门</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>提请</translation>
        </message>
        <message>
            <source>Answered</source>
            <translation>已答复</translation>
        </message>
        <message>
            <source>In time</source>
            <translation>按时答复</translation>
        </message>
        <message>
            <source>Late, no answer yet</source>
            <translation>逾期未答复</translation>
        </message>
        <message>
            <source>Fewer than 20 were called: too few to say.</source>
            <translation>叫号不足 20 人，样本太少，不予计算。</translation>
        </message>
        <message>
            <source>the open day before</source>
            <translation>上一营业日</translation>
        </message>
        <message>
            <source>same day last week</source>
            <translation>上周同日</translation>
        </message>
        <message>
            <source>as many days before</source>
            <translation>之前相同天数</translation>
        </message>
        <message>
            <source>{days}: {customers}, mean wait {wait}, {late} over {limit} minutes</source>
            <translation>{days}：到店 {customers}，平均等候 {wait}，超 {limit} 分钟 {late}</translation>
        </message>
        <message>
            <source>{days}: {customers}, nobody was called</source>
            <translation>{days}：到店 {customers}，无人被叫号</translation>
        </message>
        <message>
            <source>There is nothing to compute it from.</source>
            <translation>没有可供计算的数据。</translation>
        </message>
        <message>
            <source>Customers</source>
            <translation>到店客户</translation>
        </message>
        <message>
            <source>Mean wait</source>
            <translation>平均等候时间</translation>
        </message>
        <message>
            <source>9 in 10 waited no longer than</source>
            <translation>九成客户等候不超过</translation>
        </message>
        <message>
            <source>Called within the target</source>
            <translation>达标叫号率</translation>
        </message>
        <message>
            <source>Waited beyond the recovery limit</source>
            <translation>超时票数</translation>
        </message>
        <message>
            <source>Left without being served</source>
            <translation>弃号率</translation>
        </message>
        <message>
            <source>Did not answer the call</source>
            <translation>过号率</translation>
        </message>
        <message>
            <source>Mean handling time</source>
            <translation>平均办理时长</translation>
        </message>
        <message>
            <source>{day} by half hour: 9 in 10 waited no longer than</source>
            <translation>{day}每半小时：九成客户等候不超过</translation>
        </message>
        <message>
            <source>Half hours with fewer than 8 customers are joined with the next one.</source>
            <translation>不足 8 人的半小时与下一个合并。</translation>
        </message>
        <message>
            <source>No half hour had 8 customers called: no peak can be told.</source>
            <translation>没有一个半小时叫号达到 8 人，无法判定高峰。</translation>
        </message>
        <message>
            <source>Peak wait</source>
            <translation>高峰等候</translation>
        </message>
        <message>
            <source>at {time}</source>
            <translation>时段 {time}</translation>
        </message>
        <message>
            <source>Peak {time}: 9 in 10 waited no longer than {wait}</source>
            <translation>高峰 {time}：九成客户等候不超过 {wait}</translation>
        </message>
        <message>
            <source>Mean wait by the hour of coming, {days}</source>
            <translation>按到店时段的平均等候，{days}</translation>
        </message>
        <message>
            <source>{days}: nobody waited over {limit} minutes.</source>
            <translation>{days}：无人等候超 {limit} 分钟。</translation>
        </message>
        <message>
            <source>Waited over {limit} minutes, {days}</source>
            <translation>等候超 {limit} 分钟，{days}</translation>
        </message>
        <message>
            <source>{late} waited over {limit} minutes, {recovered} recovered</source>
            <translation>超 {limit} 分钟 {late}，已补救 {recovered} 人</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>Of them recovered</source>
            <translation>其中已补救</translation>
        </message>
        <message>
            <source>Ticket</source>
            <translation>票号</translation>
        </message>
        <message>
            <source>Came</source>
            <translation>到店时间</translation>
        </message>
        <message>
            <source>Waited</source>
            <translation>等候时间</translation>
        </message>
        <message>
            <source>Recovered</source>
            <translation>已补救</translation>
        </message>
        <message>
            <source>The console does not forecast yet.</source>
            <translation>系统暂不提供预测。</translation>
        </message>
        <message>
            <source>Customers by half hour. An average of the past, not a forecast.</source>
            <translation>每半小时到店人数。为历史平均，并非预测。</translation>
        </message>
        <message>
            <source>On the last {count} such weekdays {time} was busiest: {people} in half an hour</source>
            <translation>最近 {count} 个相同星期，{time} 最忙：平均 {people}/半小时</translation>
        </message>
        <message>
            <source>For {day}: average of the last {count} such weekdays</source>
            <translation>{day}参考：最近 {count} 个相同星期的平均</translation>
        </message>
        <message>
            <source>The next seven days: average of up to four such weekdays before</source>
            <translation>未来七天：此前最多四个相同星期的平均</translation>
        </message>
        <message>
            <source>Customers a day. An average of the past, not a forecast.</source>
            <translation>每日到店人数。为历史平均，并非预测。</translation>
        </message>
        <message>
            <source>average of the last {count} such weekdays</source>
            <translation>最近 {count} 个相同星期的平均</translation>
        </message>
        <message>
            <source>Customers, {days}</source>
            <translation>到店客户，{days}</translation>
        </message>
        <message>
            <source>This version of the console does not know it.</source>
            <translation>当前版本不支持此数据。</translation>
        </message>
        <message>
            <source>the week before</source>
            <translation>上周</translation>
        </message>
        <message>
            <source>the month before</source>
            <translation>上月</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>号码</translation>
        </message>
        <message>
            <source>Days open</source>
            <translation>未关闭天数</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Verified and closed</source>
            <translation>复查销号</translation>
        </message>
        <message>
            <source>Closed by their time</source>
            <translation>按期销号率</translation>
        </message>
        <message>
            <source>Dropped</source>
            <translation>已撤销</translation>
        </message>
        <message>
            <source>Systemic: the same item and zone again within 30 days</source>
            <translation>系统性问题（30天内同区域同项再发）</translation>
        </message>
        <message>
            <source>Open tasks by age</source>
            <translation>未关闭整改的时长分布</translation>
        </message>
        <message>
            <source>{first} to {last} days</source>
            <translation>{first}至{last}天</translation>
        </message>
        <message>
            <source>over {days} days</source>
            <translation>超过{days}天</translation>
        </message>
        <message>
            <source>Called</source>
            <translation>叫号</translation>
        </message>
        <message>
            <source>Calls made</source>
            <translation>叫号次数（含重呼）</translation>
        </message>
        <message>
            <source>No-shows</source>
            <translation>过号</translation>
        </message>
        <message>
            <source>Sent on</source>
            <translation>转办</translation>
        </message>
        <message>
            <source>Hours open</source>
            <translation>开窗小时</translation>
        </message>
        <message>
            <source>Busy</source>
            <translation>忙碌率</translation>
        </message>
        <message>
            <source>Pauses</source>
            <translation>暂停次数</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>暂停时长</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>No counter called anybody, {days}.</source>
            <translation>{days}：没有窗口叫号。</translation>
        </message>
        <message>
            <source>No staff number is recorded with the calls: the queue system does not tell it.</source>
            <translation>叫号未记录工号：排队系统未提供。</translation>
        </message>
        <message>
            <source>Counters and people serve different business: a longer time alone says nothing about anybody.</source>
            <translation>各窗口、人员承办业务不同，单凭时长较长不能评价任何人。</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>no reason given</source>
            <translation>未填原因</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Faults</source>
            <translation>故障次数</translation>
        </message>
        <message>
            <source>Of them stops</source>
            <translation>其中停用</translation>
        </message>
        <message>
            <source>Opening hours lost</source>
            <translation>停用时长（营业小时）</translation>
        </message>
        <message>
            <source>Opening hours between stops</source>
            <translation>故障间隔（营业小时）</translation>
        </message>
        <message>
            <source>Faults reported</source>
            <translation>报修故障</translation>
        </message>
        <message>
            <source>Faults that stopped a machine</source>
            <translation>致设备停用的故障</translation>
        </message>
        <message>
            <source>Not repaired yet</source>
            <translation>尚未修复</translation>
        </message>
        <message>
            <source>Mean working minutes until the repairer came</source>
            <translation>平均到场时长（工作分钟）</translation>
        </message>
        <message>
            <source>Mean working minutes until repaired</source>
            <translation>平均修复时长（工作分钟）</translation>
        </message>
        <message>
            <source>Repaired in time</source>
            <translation>按时修复率</translation>
        </message>
        <message>
            <source>Machine availability</source>
            <translation>机具可用率</translation>
        </message>
        <message>
            <source>Opening hours of all machines for each stop</source>
            <translation>平均故障间隔（营业小时，全部设备）</translation>
        </message>
        <message>
            <source>No machine stopped: there is no interval to tell.</source>
            <translation>没有设备停用，无故障间隔可计。</translation>
        </message>
        <message>
            <source>No fault was reported, {days}.</source>
            <translation>{days}：无故障报修。</translation>
        </message>
        <message>
            <source>Called out of turn with a reason</source>
            <translation>有登记原因的插队叫号</translation>
        </message>
        <message>
            <source>Of all calls</source>
            <translation>占全部叫号</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>叫号次数</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>占比</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Because</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Passed over</source>
            <translation>被越过人数</translation>
        </message>
        <message>
            <source>They paid</source>
            <translation>多等时间</translation>
        </message>
        <message>
            <source>priority class</source>
            <translation>优先类别</translation>
        </message>
        <message>
            <source>appointment</source>
            <translation>预约</translation>
        </message>
        <message>
            <source>called by hand</source>
            <translation>人工叫号</translation>
        </message>
        <message>
            <source>sent from another counter</source>
            <translation>他窗转来</translation>
        </message>
        <message>
            <source>no reason known</source>
            <translation>原因不明</translation>
        </message>
        <message>
            <source>Calls that overtook somebody</source>
            <translation>越过他人的叫号</translation>
        </message>
        <message>
            <source>Times somebody was passed over</source>
            <translation>客户被越过次数</translation>
        </message>
        <message>
            <source>Waiting they paid for it</source>
            <translation>被越过客户多等的时间</translation>
        </message>
        <message>
            <source>Passed over after they had waited too long already</source>
            <translation>已久等仍被越过</translation>
        </message>
        <message>
            <source>Longest wait of somebody passed over</source>
            <translation>被越过客户的最长等候</translation>
        </message>
        <message>
            <source>Most in any sixty minutes</source>
            <translation>任意60分钟内最多次数</translation>
        </message>
        <message>
            <source>Nobody was passed over, {days}.</source>
            <translation>{days}：没有客户被越过。</translation>
        </message>
        <message>
            <source>What it cost those passed over is told for single days; choose a day of this period.</source>
            <translation>被越过客户的代价按单日统计，请选择本期中的某一天。</translation>
        </message>
        <message>
            <source>What jumps cost the others</source>
            <translation>插队给其他客户造成的等候</translation>
        </message>
        <message>
            <source>{figure} by day</source>
            <translation>{figure}（每日）</translation>
        </message>
        <message>
            <source>Target missed: {figure}</source>
            <translation>未达标：{figure}</translation>
        </message>
        <message>
            <source>Target missed: {figure} and {count} more</source>
            <translation>未达标：{figure}等，另有{count}项</translation>
        </message>
        <message>
            <source>Meeting</source>
            <translation>会议</translation>
        </message>
        <message>
            <source>Held with minutes</source>
            <translation>已召开（有纪要）</translation>
        </message>
        <message>
            <source>Present</source>
            <translation>出席</translation>
        </message>
        <message>
            <source>Absent</source>
            <translation>缺席</translation>
        </message>
        <message>
            <source>Attendance</source>
            <translation>出席率</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Chair</source>
            <translation>主持人</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>纪要</translation>
        </message>
        <message>
            <source>Morning, closing and daily analysis held</source>
            <translation>晨会、夕会、每日分析会召开率</translation>
        </message>
        <message>
            <source>Attendance, of those noted</source>
            <translation>出席率（按已登记人员）</translation>
        </message>
        <message>
            <source>Tasks taken in meetings</source>
            <translation>会上领取的任务</translation>
        </message>
        <message>
            <source>No meeting was due and none was held, {days}.</source>
            <translation>{days}：无应开会议，也未召开会议。</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已定稿</translation>
        </message>
        <message>
            <source>not closed</source>
            <translation>未定稿</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>Of them late</source>
            <translation>其中迟检</translation>
        </message>
        <message>
            <source>Missed</source>
            <translation>漏检</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>完成率</translation>
        </message>
        <message>
            <source>Mean score</source>
            <translation>平均得分</translation>
        </message>
        <message>
            <source>Failed rounds</source>
            <translation>不合格次数</translation>
        </message>
        <message>
            <source>Voluntary</source>
            <translation>自主巡检</translation>
        </message>
        <message>
            <source>Begun more than 15 minutes after their time</source>
            <translation>超过应检时间15分钟开始</translation>
        </message>
        <message>
            <source>Voluntary rounds</source>
            <translation>自主巡检</translation>
        </message>
        <message>
            <source>They do not count for the rounds kept.</source>
            <translation>不计入巡检完成率。</translation>
        </message>
        <message>
            <source>Scheduled rounds done by day</source>
            <translation>每日巡检完成率</translation>
        </message>
        <message>
            <source>Answered in time</source>
            <translation>响应及时率</translation>
        </message>
        <message>
            <source>Mean until the answer</source>
            <translation>平均响应时长</translation>
        </message>
        <message>
            <source>Solved</source>
            <translation>已办结</translation>
        </message>
        <message>
            <source>Solved in time</source>
            <translation>办结及时率</translation>
        </message>
        <message>
            <source>Mean until solved</source>
            <translation>平均办结时长</translation>
        </message>
        <message>
            <source>Late, not solved yet</source>
            <translation>超时未办结</translation>
        </message>
        <message>
            <source>Mean working minutes until the first answer</source>
            <translation>平均首次响应时长（工作分钟）</translation>
        </message>
        <message>
            <source>Mean working minutes until solved</source>
            <translation>平均办结时长（工作分钟）</translation>
        </message>
        <message>
            <source>First answer in time</source>
            <translation>首次响应及时率</translation>
        </message>
        <message>
            <source>Late and not answered</source>
            <translation>超时未响应</translation>
        </message>
        <message>
            <source>Late and not solved</source>
            <translation>超时未办结</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>上期</translation>
        </message>
        <message>
            <source>Trend</source>
            <translation>趋势</translation>
        </message>
        <message>
            <source>Seen by strangers</source>
            <translation>外部评分</translation>
        </message>
        <message>
            <source>better</source>
            <translation>上升</translation>
        </message>
        <message>
            <source>as before</source>
            <translation>持平</translation>
        </message>
        <message>
            <source>worse</source>
            <translation>下降</translation>
        </message>
        <message>
            <source>too few answers</source>
            <translation>样本不足</translation>
        </message>
        <message>
            <source>Score of all touchpoints by day</source>
            <translation>全部接触点每日得分</translation>
        </message>
        <message>
            <source>Touchpoint standard met</source>
            <translation>接触点达标率</translation>
        </message>
        <message>
            <source>Still waiting</source>
            <translation>仍在等候</translation>
        </message>
        <message>
            <source>Customers by day</source>
            <translation>每日到店客户</translation>
        </message>
        <message>
            <source>Mean wait by day</source>
            <translation>每日平均等候</translation>
        </message>
        <message>
            <source>By half hour of coming: 9 in 10 waited no longer than</source>
            <translation>按取号半小时：九成客户等候不超过</translation>
        </message>
        <message>
            <source>Key figures as defined in version {version} of the library.</source>
            <translation>关键指标口径：内容库版本 {version}。</translation>
        </message>
        <message>
            <source>Business days looked at: {first} to {last}.</source>
            <translation>统计营业日：{first} 至 {last}。</translation>
        </message>
        <message>
            <source>The period goes on: counted up to {time}.</source>
            <translation>本期未结束，统计截至 {time}。</translation>
        </message>
        <message>
            <source>Compared with {first} to {last}.</source>
            <translation>对比期：{first} 至 {last}。</translation>
        </message>
        <message>
            <source>Compared with nothing: no earlier open day is known.</source>
            <translation>无对比期：没有更早的营业日。</translation>
        </message>
        <message>
            <source>Handling time</source>
            <translation>办理时长</translation>
        </message>
        <message>
            <source>Marks</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Rating</source>
            <translation>评价</translation>
        </message>
        <message>
            <source>Begun</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>About</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>target met</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>near the limit</source>
            <translation>接近限值</translation>
        </message>
        <message>
            <source>target missed</source>
            <translation>未达标</translation>
        </message>
        <message>
            <source>Section</source>
            <translation>板块</translation>
        </message>
        <message>
            <source>Figure</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Judgement</source>
            <translation>判定</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>暂无</translation>
        </message>
        <message>
            <source>The worst day; met on {done} of {counted} days</source>
            <translation>取最差一天；{counted}天中{done}天达标</translation>
        </message>
        <message>
            <source>The queue system does not tell when a service is finished.</source>
            <translation>排队系统未提供办结时间。</translation>
        </message>
        <message>
            <source>All transfers are counted, also to a following service.</source>
            <translation>全部转办均计入，包括转办后续业务。</translation>
        </message>
        <message>
            <source>Minutes a day</source>
            <translation>日均分钟数</translation>
        </message>
        <message>
            <source>The queue system does not tell when a counter is open.</source>
            <translation>排队系统未提供窗口开关状态。</translation>
        </message>
        <message>
            <source>No complaint and no praise was ever written down here.</source>
            <translation>尚未登记过投诉或表扬。</translation>
        </message>
        <message>
            <source>{done} complaints, {counted} customers</source>
            <translation>{done}件投诉，{counted}位客户</translation>
        </message>
        <message>
            <source>{count} answers</source>
            <translation>{count}次判定</translation>
        </message>
        <message>
            <source>A ticket tells its service, not which business of the catalogue was done.</source>
            <translation>票号只记录业务类型，不记录具体办理的业务。</translation>
        </message>
        <message>
            <source>Customers are not known by name: nobody can say who came back.</source>
            <translation>系统不记录客户身份，无法判断谁再次到访。</translation>
        </message>
        <message>
            <source>This is kept in other systems, not in the console.</source>
            <translation>该数据由其他系统保存，不在本控制台。</translation>
        </message>
        <message>
            <source>The console keeps no complaint cases with their times yet.</source>
            <translation>控制台暂不记录投诉案件及其时限。</translation>
        </message>
        <message>
            <source>The console keeps no training yet.</source>
            <translation>控制台暂不记录培训。</translation>
        </message>
        <message>
            <source>What a gift cost is not recorded.</source>
            <translation>未记录礼品金额。</translation>
        </message>
        <message>
            <source>Nobody records whether customers asked knew their time.</source>
            <translation>未记录抽查客户是否知晓等候时间。</translation>
        </message>
        <message>
            <source>Visitors who take no number are not counted.</source>
            <translation>未取号的到店客户没有计数。</translation>
        </message>
        <message>
            <source>The console keeps no difficult cases yet.</source>
            <translation>控制台暂不记录疑难问题。</translation>
        </message>
        <message>
            <source>Nobody records when a customer went on elsewhere after a failure.</source>
            <translation>未记录机具故障后客户转办的时间。</translation>
        </message>
        <message>
            <source>No survey is kept.</source>
            <translation>没有满意度调查数据。</translation>
        </message>
        <message>
            <source>The console keeps no skills of people yet.</source>
            <translation>控制台暂不记录人员技能。</translation>
        </message>
        <message>
            <source>The console keeps no lost property yet.</source>
            <translation>控制台暂不记录遗失物品。</translation>
        </message>
        <message>
            <source>Nobody records when the doors really opened and closed.</source>
            <translation>未记录实际开门、关门时间。</translation>
        </message>
        <message>
            <source>No.</source>
            <translation>序号</translation>
        </message>
        <message>
            <source>Do</source>
            <translation>做什么</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>负责</translation>
        </message>
        <message>
            <source>Say</source>
            <translation>说什么</translation>
        </message>
        <message>
            <source>Within</source>
            <translation>时限</translation>
        </message>
        <message>
            <source>Then</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n} 分钟</translation>
        </message>
        <message>
            <source>{line}</source>
            <translation>{line}</translation>
        </message>
        <message>
            <source>When</source>
            <translation>适用情形</translation>
        </message>
        <message>
            <source>To</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Tell</source>
            <translation>说明要点</translation>
        </message>
        <message>
            <source>end</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从未</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>预案</translation>
        </message>
        <message>
            <source>Last held</source>
            <translation>上次演练</translation>
        </message>
        <message>
            <source>Due on</source>
            <translation>到期日</translation>
        </message>
        <message>
            <source>Planned for</source>
            <translation>计划日期</translation>
        </message>
        <message>
            <source>Last looked through</source>
            <translation>上次评审</translation>
        </message>
        <message>
            <source>Drills overdue</source>
            <translation>逾期演练</translation>
        </message>
        <message>
            <source>Plans never practised here</source>
            <translation>本网点从未演练的预案</translation>
        </message>
        <message>
            <source>Plans overdue to be looked through</source>
            <translation>逾期未评审的预案</translation>
        </message>
        <message>
            <source>Plans nobody here has looked through</source>
            <translation>本网点从未评审的预案</translation>
        </message>
        <message>
            <source>No drill is due.</source>
            <translation>没有到期的演练。</translation>
        </message>
        <message>
            <source>Plans to be looked through</source>
            <translation>待评审的预案</translation>
        </message>
        <message>
            <source>Drills overdue: {late}; plans never practised: {never}</source>
            <translation>逾期演练 {late} 项；从未演练的预案 {never} 个</translation>
        </message>
        <message>
            <source>Incident</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>变更情况</translation>
        </message>
        <message>
            <source>Grade</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>开始时间</translation>
        </message>
        <message>
            <source>not over</source>
            <translation>未结束</translation>
        </message>
        <message>
            <source>over, to be reviewed</source>
            <translation>已结束，待复盘</translation>
        </message>
        <message>
            <source>No incident is open.</source>
            <translation>没有未结事件。</translation>
        </message>
        <message>
            <source>Incidents not over</source>
            <translation>未结束事件</translation>
        </message>
        <message>
            <source>Incidents not over: {open}; to be reviewed: {ended}</source>
            <translation>未结束事件：{open}；待复盘：{ended}</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Content</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>What was done</source>
            <translation>处置内容</translation>
        </message>
        <message>
            <source>By</source>
            <translation>记录人</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>岗位</translation>
        </message>
        <message>
            <source>Nobody has said anything about it yet.</source>
            <translation>尚无记录。</translation>
        </message>
        <message>
            <source>Incidents are not counted into this figure yet.</source>
            <translation>事件尚未计入该指标。</translation>
        </message>
        <message>
            <source>Drills are not counted into this figure yet.</source>
            <translation>演练尚未计入该指标。</translation>
        </message>
        <message>
            <source>Review of {plan}, {day}</source>
            <translation>{plan}复盘（{day}）</translation>
        </message>
        <message>
            <source>Lesson: {lesson}</source>
            <translation>改进项：{lesson}</translation>
        </message>
        <message>
            <source>Reviews overdue</source>
            <translation>逾期复盘</translation>
        </message>
        <message>
            <source>Lessons overdue</source>
            <translation>逾期改进项</translation>
        </message>
        <message>
            <source>The console keeps no risk events apart from incidents.</source>
            <translation>除事件外，控制台暂不登记风险事项。</translation>
        </message>
        <message>
            <source>Risk</source>
            <translation>风险</translation>
        </message>
        <message>
            <source>Rated before</source>
            <translation>原评分</translation>
        </message>
        <message>
            <source>Rated now</source>
            <translation>现评分</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Red risks</source>
            <translation>红色风险</translation>
        </message>
        <message>
            <source>Risks rated anew</source>
            <translation>重新评定的风险</translation>
        </message>
        <message>
            <source>No risk was rated anew in these days.</source>
            <translation>期间没有重新评定的风险。</translation>
        </message>
        <message>
            <source>DRILL {number}: “{title}”, {minutes}. Nothing on this sheet is real.</source>
            <translation>演练 {number}：“{title}”，{minutes}。本单内容均非真实事件。</translation>
        </message>
        <message>
            <source>Held on: {at}</source>
            <translation>演练时间：{at}</translation>
        </message>
        <message>
            <source>If something real happens: say “stop, real”, press F12, begin the real plan.</source>
            <translation>如遇真实事件：喊“停，真实事件”，按 F12，启动正式预案。</translation>
        </message>
        <message>
            <source>After</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>The leader says</source>
            <translation>导调口述</translation>
        </message>
        <message>
            <source>Expected</source>
            <translation>应有处置</translation>
        </message>
        <message>
            <source>Done at</source>
            <translation>完成时间</translation>
        </message>
        <message>
            <source>Met</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>Pass criterion</source>
            <translation>合格标准</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>现在</translation>
        </message>
        <message>
            <source>There</source>
            <translation>已到</translation>
        </message>
        <message>
            <source>Counted by: ____________   Handed to rescuers: ____________   Time: ________</source>
            <translation>清点人：____________   移交救援：____________   时间：________</translation>
        </message>
        <message>
            <source>May decide</source>
            <translation>可决定</translation>
        </message>
        <message>
            <source>Added to the plan while it was walked: {line}</source>
            <translation>执行中增加：{line}</translation>
        </message>
        <message>
            <source>No step of the plan was done.</source>
            <translation>预案步骤均未执行。</translation>
        </message>
        <message>
            <source>No lesson was noted.</source>
            <translation>未登记改进项。</translation>
        </message>
        <message>
            <source>Draft: nobody has signed this review yet.</source>
            <translation>草稿：尚无人签名。</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>How it went</source>
            <translation>评定</translation>
        </message>
        <message>
            <source>Ability</source>
            <translation>能力</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>实际时间</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>联络</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Lesson</source>
            <translation>改进项</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>止</translation>
        </message>
        <message>
            <source>Correction</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>previous business day</source>
            <translation>上一营业日</translation>
        </message>
        <message>
            <source>Roles</source>
            <translation>岗位</translation>
        </message>
        <message>
            <source>Who is next</source>
            <translation>由谁接替</translation>
        </message>
        <message>
            <source>nobody of the list</source>
            <translation>名单中无人</translation>
        </message>
        <message>
            <source>People on the staff list</source>
            <translation>在册人员</translation>
        </message>
        <message>
            <source>Of them not here</source>
            <translation>其中不在岗</translation>
        </message>
        <message>
            <source>Not here</source>
            <translation>不在岗人员</translation>
        </message>
        <message>
            <source>Nobody is marked as not here.</source>
            <translation>无人登记不在岗。</translation>
        </message>
        <message>
            <source>Roles whose people are not here</source>
            <translation>人员全部不在岗的岗位</translation>
        </message>
        <message>
            <source>Not here: {numbers}</source>
            <translation>不在岗：{numbers}</translation>
        </message>
        <message>
            <source>For {day}: the last such weekday</source>
            <translation>{day}参考：最近一个相同星期</translation>
        </message>
        <message>
            <source>On the last such weekday {time} was busiest: {people} in half an hour</source>
            <translation>最近一个相同星期，{time} 最忙：{people}/半小时</translation>
        </message>
        <message>
            <source>the last such weekday</source>
            <translation>最近一个相同星期</translation>
        </message>
        <message>
            <source>DRILL: “{title}”, {minutes}. Nothing on this sheet is real.</source>
            <translation>演练：“{title}”，{minutes}。本单内容均非真实事件。</translation>
        </message>
        <message>
            <source>{n} min, then every {every} min until it is over</source>
            <translation>{n}分钟内，之后每{every}分钟续报，直至结束</translation>
        </message>
        <message>
            <source>Lessons open</source>
            <translation>未完成改进项</translation>
        </message>
        <message>
            <source>Reviews overdue and lessons to be seen to</source>
            <translation>逾期复盘与待落实改进项</translation>
        </message>
        <message>
            <source>Standard</source>
            <translation>标准</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>已修改</translation>
        </message>
        <message>
            <source>no longer used</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>used again</source>
            <translation>恢复使用</translation>
        </message>
        <message>
            <source>waits for a second person</source>
            <translation>待第二人审批</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>纸质材料</translation>
        </message>
        <message>
            <source>Printed on</source>
            <translation>打印日期</translation>
        </message>
        <message>
            <source>{plan}: the page</source>
            <translation>{plan}：一页预案</translation>
        </message>
        <message>
            <source>{plan}: role cards</source>
            <translation>{plan}：岗位卡</translation>
        </message>
        <message>
            <source>Phone sheet of all plans</source>
            <translation>全部预案电话表</translation>
        </message>
        <message>
            <source>File of all plans for phones</source>
            <translation>手机用全部预案文件</translation>
        </message>
        <message>
            <source>the plan has changed since</source>
            <translation>打印后预案已修改</translation>
        </message>
        <message>
            <source>a number has changed since</source>
            <translation>打印后电话已变更</translation>
        </message>
        <message>
            <source>a plan is missing from it</source>
            <translation>缺少新增预案</translation>
        </message>
        <message>
            <source>the plan is no longer used: take it down</source>
            <translation>预案已停用，请取下</translation>
        </message>
        <message>
            <source>No standard was changed and none waits for a second person.</source>
            <translation>无标准变更，也无待审批项。</translation>
        </message>
        <message>
            <source>Standards changed or waiting: {count}</source>
            <translation>标准变更或待审批：{count}</translation>
        </message>
        <message>
            <source>Every plan that was printed still holds.</source>
            <translation>已打印的预案均为现行版本。</translation>
        </message>
        <message>
            <source>The emergency plans were never printed.</source>
            <translation>应急预案从未打印。</translation>
        </message>
        <message>
            <source>Printed plans that no longer hold</source>
            <translation>已过期的张贴预案</translation>
        </message>
        <message>
            <source>Printed plans that no longer hold: {count}</source>
            <translation>已过期的张贴预案：{count}</translation>
        </message>
    </context>
    <context>
        <name>Callers</name>
        <message>
            <source>Open</source>
            <translation>已打开</translation>
        </message>
        <message>
            <source>Unplugged</source>
            <translation>已拔出</translation>
        </message>
        <message>
            <source>Cannot open</source>
            <translation>无法打开</translation>
        </message>
        <message>
            <source>Opening</source>
            <translation>正在打开</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>串口</translation>
        </message>
        <message>
            <source>Last key</source>
            <translation>最近按键</translation>
        </message>
        <message>
            <source>Keys done</source>
            <translation>已执行按键</translation>
        </message>
        <message>
            <source>Damaged frames</source>
            <translation>受损帧</translation>
        </message>
        <message>
            <source>Too late</source>
            <translation>过迟未执行</translation>
        </message>
        <message>
            <source>Callers heard</source>
            <translation>已收到的叫号器</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Switch on…</source>
            <translation>启用…</translation>
        </message>
        <message>
            <source>Serial callers</source>
            <translation>串口叫号器</translation>
        </message>
        <message>
            <source>Keypads of the counters on RS-485</source>
            <translation>窗口按键叫号器（RS-485）</translation>
        </message>
        <message>
            <source>Switched off</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>{minutes} min ago</source>
            <translation>{minutes} 分钟前</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>刚刚</translation>
        </message>
        <message>
            <source>The serial line now</source>
            <translation>串口线路现状</translation>
        </message>
        <message>
            <source>Ports of this computer</source>
            <translation>本机串口</translation>
        </message>
        <message>
            <source>Learn: press any key on a caller. Its address appears here and on its own display, and nobody is called. Then choose its counter.</source>
            <translation>识别地址：在叫号器上按任意键，其地址会显示在此处和该叫号器的显示屏上，且不会叫号；然后选择对应的窗口。</translation>
        </message>
        <message>
            <source>A single digit on a display: 1 counter closed (its pause key opens it), 2 paused, 3 nobody there, 4 look again: somebody else is there, 5 against the rule, 6 key or target unknown, 7 cannot be recorded now, 8 address without a counter.</source>
            <translation>显示屏上的单个数字：1 窗口未开（按暂停键开启），2 窗口已暂停，3 窗口没有客户，4 窗口客户已变，请再看一眼，5 规则不允许，6 按键或转移目标无效，7 暂时无法记录，8 该地址未分配窗口。</translation>
        </message>
        <message>
            <source>Look for ports again</source>
            <translation>重新查找串口</translation>
        </message>
        <message>
            <source>Stop learning</source>
            <translation>停止识别</translation>
        </message>
        <message>
            <source>Learn addresses</source>
            <translation>识别地址</translation>
        </message>
        <message>
            <source>Learning: press a key on the caller.</source>
            <translation>识别中：请在叫号器上按任意键。</translation>
        </message>
        <message>
            <source>Learning: the last key came from address {address}.</source>
            <translation>识别中：最近的按键来自地址 {address}。</translation>
        </message>
        <message>
            <source>{time}, counter {counter} could not: {reason}</source>
            <translation>{time}，{counter} 号窗口未能执行：{reason}</translation>
        </message>
        <message>
            <source>{port} (not found)</source>
            <translation>{port}（未找到）</translation>
        </message>
        <message>
            <source>This computer has no serial port: plug the adapter in.</source>
            <translation>本机没有串口：请插入转换器。</translation>
        </message>
        <message>
            <source>Transfer key: alone, back into the line; after a number, to that counter; after 01, 02 …, to a service: {services}.</source>
            <translation>转移键：单独按，退回原队列；先按窗口号，转到该窗口；先按 01、02……，转到对应业务：{services}。</translation>
        </message>
        <message>
            <source>Address {address}</source>
            <translation>地址 {address}</translation>
        </message>
        <message>
            <source>no counter</source>
            <translation>未分配窗口</translation>
        </message>
        <message>
            <source>Take out</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>not heard yet</source>
            <translation>尚未收到按键</translation>
        </message>
        <message>
            <source>last key {age} ago</source>
            <translation>{age} 前有按键</translation>
        </message>
        <message>
            <source>Serial callers are switched off. Switch them on above.</source>
            <translation>串口叫号器已停用，请在上方启用。</translation>
        </message>
        <message>
            <source>The serial port is being opened…</source>
            <translation>正在打开串口……</translation>
        </message>
        <message>
            <source>Another queue host speaks on this line. Only one may: switch one of them off.</source>
            <translation>此线路上还有另一台排队主机在通信。一条线路只能有一台主机，请停用其中一台。</translation>
        </message>
        <message>
            <source>{port} is open. No key has come yet.</source>
            <translation>{port} 已打开，尚未收到按键。</translation>
        </message>
        <message>
            <source>{port} is open. The last key came {age} ago.</source>
            <translation>{port} 已打开，最近一次按键在 {age} 前。</translation>
        </message>
        <message>
            <source>Meanwhile call from the floor: choose the counter there.</source>
            <translation>在此期间请在大堂画面上选择窗口叫号。</translation>
        </message>
        <message>
            <source>A key was pressed on the serial caller with address {address}, which has no counter.</source>
            <translation>地址为 {address} 的串口叫号器有按键，但该地址尚未分配窗口。</translation>
        </message>
    </context>
    <context>
        <name>Cards</name>
        <message>
            <source>Take the picture</source>
            <translation>拍照</translation>
        </message>
        <message>
            <source>The camera is being opened…</source>
            <translation>正在打开摄像头…</translation>
        </message>
        <message>
            <source>The card was sent to the printer, at its true size.</source>
            <translation>巡检卡已按原尺寸送往打印机。</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>另存为 PDF</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Pictures of the card</source>
            <translation>巡检卡的照片</translation>
        </message>
        <message>
            <source>The camera's picture</source>
            <translation>摄像头照片</translation>
        </message>
        <message>
            <source>{name} is being read…</source>
            <translation>正在识别 {name}…</translation>
        </message>
        <message>
            <source>This is a card of another checklist; it is recorded as what it is.</source>
            <translation>这是另一份检查表的卡，将按卡上的检查表登记。</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Type it in</source>
            <translation>键入代码</translation>
        </message>
        <message>
            <source>Read a photo or scan</source>
            <translation>识别照片或扫描件</translation>
        </message>
        <message>
            <source>Paper card: {title}</source>
            <translation>纸质卡：{title}</translation>
        </message>
        <message>
            <source>{pages}, fill it in with a dark pen, then type it in or read its picture.</source>
            <translation>{pages}，用深色笔填涂，之后键入代码或识别照片。</translation>
        </message>
        <message>
            <source>{name} belongs to another card: {title}. It was left out.</source>
            <translation>{name} 属于另一张卡：{title}，未采用。</translation>
        </message>
        <message>
            <source>nothing marked</source>
            <translation>未填涂</translation>
        </message>
        <message>
            <source>to be asked</source>
            <translation>待确认</translation>
        </message>
        <message>
            <source>This line of the card</source>
            <translation>卡上的这一行</translation>
        </message>
        <message>
            <source>Later, on the screen</source>
            <translation>稍后在屏幕上填</translation>
        </message>
        <message>
            <source>Read a card</source>
            <translation>识别巡检卡</translation>
        </message>
        <message>
            <source>A photo or scan of each sheet: JPEG, PNG, WebP, GIF or BMP.</source>
            <translation>每张卡一幅照片或扫描件：JPEG、PNG、WebP、GIF、BMP。</translation>
        </message>
        <message>
            <source>Sheets read: {read} of {pages}. Lines to be asked: {open}.</source>
            <translation>已识别 {read} / {pages} 张，{open} 行待确认。</translation>
        </message>
        <message>
            <source>Sheet {page} is still missing.</source>
            <translation>还缺第 {page} 张。</translation>
        </message>
        <message>
            <source>Please type the time on the card: 09:40, or 11-20 09:40 for another day.</source>
            <translation>请键入卡上的时间：09:40；不是今天的请写 11-20 09:40。</translation>
        </message>
        <message>
            <source>The card's time is later than now. For another day type it too: 11-20 09:40.</source>
            <translation>卡上的时间晚于现在。不是今天的请连日期一起键入：11-20 09:40。</translation>
        </message>
        <message>
            <source>Choose pictures</source>
            <translation>选择照片</translation>
        </message>
        <message>
            <source>With the camera</source>
            <translation>用摄像头拍</translation>
        </message>
        <message>
            <source>Time on the card</source>
            <translation>卡上的时间</translation>
        </message>
        <message>
            <source>Date, time and names on the card</source>
            <translation>卡上的日期、时间和姓名</translation>
        </message>
        <message>
            <source>Record the card</source>
            <translation>登记此卡</translation>
        </message>
        <message>
            <source>No picture has been read yet</source>
            <translation>还没有识别任何照片</translation>
        </message>
        <message>
            <source>The whole sheet with its four corner marks, flat, sharp, with light. What is unclear is asked.</source>
            <translation>整张卡连同四个角标入镜，放平、清晰、光线充足。看不清的会逐项询问。</translation>
        </message>
        <message>
            <source>due {day} {time}</source>
            <translation>应于 {day} {time} 完成</translation>
        </message>
        <message>
            <source>round {round}</source>
            <translation>巡检 {round}</translation>
        </message>
        <message>
            <source>voluntary round</source>
            <translation>临时巡检</translation>
        </message>
        <message>
            <source>version {version}</source>
            <translation>版本 {version}</translation>
        </message>
        <message>
            <source>Form {number}</source>
            <translation>表号 {number}</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>签名</translation>
        </message>
        <message>
            <source>Fill the circle with a dark pen, one in each line. A wrong mark: cross it out and fill another; the program will ask. Numbers and words go on the line and are typed in later.</source>
            <translation>用深色笔涂满圆圈，每行只涂一个。涂错了就打叉另涂一个，录入时程序会询问。数字和文字写在框内或横线上，之后键入。</translation>
        </message>
        <message>
            <source>To type it in: the item's two digits, then the digit at the circle, e.g. 01 1. Nothing else is needed; 8 means later on the screen. A number is typed after its item and ended with a space.</source>
            <translation>键入方法：两位项目号加圆圈旁的数字，例如 01 1，不必再输别的；8 表示稍后在屏幕上填。数值接在项目号后，以空格结束。</translation>
        </message>
        <message>
            <source>take the photo later on the screen</source>
            <translation>照片稍后在屏幕上补</translation>
        </message>
        <message>
            <source>answered on the screen</source>
            <translation>在屏幕上填写</translation>
        </message>
        <message>
            <source>★ critical: not met fails the whole round</source>
            <translation>★ 关键项：不达标则整次巡检不合格</translation>
        </message>
        <message>
            <source>items after the 99th are answered on the screen</source>
            <translation>第 99 项以后在屏幕上填写</translation>
        </message>
        <message>
            <source>printed {at}</source>
            <translation>打印于 {at}</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>later, on the screen</source>
            <translation>稍后在屏幕上填</translation>
        </message>
        <message>
            <source>Paper card</source>
            <translation>纸质卡</translation>
        </message>
        <message>
            <source>{count} of {total} answered</source>
            <translation>已填 {count} / {total} 项</translation>
        </message>
        <message>
            <source>The last code is not finished: {code}</source>
            <translation>最后一个代码没有输完：{code}</translation>
        </message>
        <message>
            <source>Nothing has been typed yet.</source>
            <translation>还没有键入任何代码。</translation>
        </message>
        <message>
            <source>Form number</source>
            <translation>表号</translation>
        </message>
        <message>
            <source>Codes: item, then answer</source>
            <translation>代码：项目号＋答案</translation>
        </message>
        <message>
            <source>Keys only: 011 022 059. 8: later on the screen, a number ends with a space or +.</source>
            <translation>只用键盘：011 022 059。8 表示稍后在屏幕上填；数值以空格或 + 结束。</translation>
        </message>
        <message>
            <source>Type in: {title}</source>
            <translation>键入：{title}</translation>
        </message>
    </context>
    <context>
        <name>Commands</name>
        <message>
            <source>Issue a ticket</source>
            <translation>取号</translation>
        </message>
        <message>
            <source>Note an event</source>
            <translation>记事件</translation>
        </message>
        <message>
            <source>Find anything</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Undo the last action</source>
            <translation>撤销上一步</translation>
        </message>
        <message>
            <source>Take over from a lost queue source</source>
            <translation>接管失联的排队机</translation>
        </message>
        <message>
            <source>Theme, language, text size and sound</source>
            <translation>主题、语言、字号和声音</translation>
        </message>
        <message>
            <source>Full screen on or off</source>
            <translation>全屏开关</translation>
        </message>
        <message>
            <source>Show all keys</source>
            <translation>查看全部快捷键</translation>
        </message>
        <message>
            <source>Emergency plan: start one, or back to it</source>
            <translation>应急预案：启动或回到进行中的</translation>
        </message>
        <message>
            <source>Note an incident</source>
            <translation>登记事件</translation>
        </message>
    </context>
    <context>
        <name>Content</name>
        <message>
            <source>Take {name}</source>
            <translation>采用：{name}</translation>
        </message>
        <message>
            <source>(without an id)</source>
            <translation>（没有编号）</translation>
        </message>
        <message>
            <source>New here</source>
            <translation>本网点没有</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>有变化</translation>
        </message>
        <message>
            <source>The same</source>
            <translation>相同</translation>
        </message>
        <message>
            <source>Waits already</source>
            <translation>已在待批</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>不予接收</translation>
        </message>
        <message>
            <source>It will wait until a second person approves it.</source>
            <translation>须经第二人批准后生效。</translation>
        </message>
        <message>
            <source>It is retired here and stays so.</source>
            <translation>本网点已停用，导入后仍为停用。</translation>
        </message>
        <message>
            <source>It refers to what is not here: {names}</source>
            <translation>引用了本网点没有的内容：{names}</translation>
        </message>
        <message>
            <source>Hide the differences</source>
            <translation>收起差异</translation>
        </message>
        <message>
            <source>Show the differences ({count})</source>
            <translation>查看差异（{count}）</translation>
        </message>
        <message>
            <source>Standards of {name}</source>
            <translation>{name}的标准</translation>
        </message>
        <message>
            <source>{file}: {new} new, {changed} changed, {same} the same, {refused} refused.</source>
            <translation>{file}：新增 {new} 项，变化 {changed} 项，相同 {same} 项，拒收 {refused} 项。</translation>
        </message>
        <message>
            <source>Nothing has been taken over yet.</source>
            <translation>目前尚未导入任何内容。</translation>
        </message>
        <message>
            <source>Propose {count}…</source>
            <translation>提交 {count} 项…</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Please give the staff number.</source>
            <translation>请填写工号。</translation>
        </message>
        <message>
            <source>Please say why.</source>
            <translation>请说明原因。</translation>
        </message>
        <message>
            <source>Save standards as a file</source>
            <translation>将标准导出为文件</translation>
        </message>
        <message>
            <source>Other halls read the file in here, see what it would change, and decide.</source>
            <translation>其他网点在此处导入该文件，看清会有哪些变化后再决定。</translation>
        </message>
        <message>
            <source>Whose standard it is</source>
            <translation>标准来源名称</translation>
        </message>
        <message>
            <source>Save as file…</source>
            <translation>导出为文件…</translation>
        </message>
        <message>
            <source>{count} items, {critical} of them critical</source>
            <translation>共 {count} 项，其中关键项 {critical} 项</translation>
        </message>
        <message>
            <source>{post}, within {span}</source>
            <translation>{post}，限时 {span}</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>{count} steps</source>
            <translation>共 {count} 步</translation>
        </message>
        <message>
            <source>within {span}</source>
            <translation>{span} 内</translation>
        </message>
        <message>
            <source>min {minute}</source>
            <translation>第 {minute} 分钟</translation>
        </message>
        <message>
            <source>within {seconds} s</source>
            <translation>{seconds} 秒内</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>to step {step}</source>
            <translation>转第 {step} 步</translation>
        </message>
        <message>
            <source>{minutes} min in all</source>
            <translation>共 {minutes} 分钟</translation>
        </message>
        <message>
            <source>{minutes} min, {post}</source>
            <translation>{minutes} 分钟，{post}</translation>
        </message>
        <message>
            <source>held {hold} min, not again for {pause} min</source>
            <translation>持续 {hold} 分钟，{pause} 分钟内不重复提示</translation>
        </message>
        <message>
            <source>No number yet: the hall must fill it in.</source>
            <translation>尚无号码，须由本网点填写。</translation>
        </message>
        <message>
            <source>There is no difference.</source>
            <translation>没有差异。</translation>
        </message>
        <message>
            <source>The draft cannot be kept: {reason}</source>
            <translation>草稿无法保存：{reason}</translation>
        </message>
        <message>
            <source>Draft kept</source>
            <translation>草稿已保存</translation>
        </message>
        <message>
            <source>The draft was discarded.</source>
            <translation>草稿已删除。</translation>
        </message>
        <message>
            <source>A second person must approve this before it is in force.</source>
            <translation>须经第二人批准后生效。</translation>
        </message>
        <message>
            <source>It is in force at once. What was done by the former version keeps it.</source>
            <translation>立即生效。以前按旧版本完成的记录仍保留旧版本。</translation>
        </message>
        <message>
            <source>Proposed. It waits for a second person.</source>
            <translation>已提交，等待第二人批准。</translation>
        </message>
        <message>
            <source>Kept. It is in force from now on.</source>
            <translation>已保存，自现在起生效。</translation>
        </message>
        <message>
            <source>Keep this version</source>
            <translation>保存此版本</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Proposed by {staff}. Another person must approve it.</source>
            <translation>由 {staff} 提出，须由他人批准。</translation>
        </message>
        <message>
            <source>It was made from an older version: look at the differences first.</source>
            <translation>该修改基于较早的版本，请先查看差异。</translation>
        </message>
        <message>
            <source>Approve this version</source>
            <translation>批准此版本</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>批准</translation>
        </message>
        <message>
            <source>Approved. It is in force from now on.</source>
            <translation>已批准，自现在起生效。</translation>
        </message>
        <message>
            <source>Proposed by {staff}. What is in force stays as it is.</source>
            <translation>由 {staff} 提出，现行版本保持不变。</translation>
        </message>
        <message>
            <source>Do not approve this version</source>
            <translation>不批准此版本</translation>
        </message>
        <message>
            <source>Do not approve</source>
            <translation>不批准</translation>
        </message>
        <message>
            <source>Not approved.</source>
            <translation>未批准。</translation>
        </message>
        <message>
            <source>Go back to this version</source>
            <translation>恢复此版本</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Keep our own version</source>
            <translation>保留本网点版本</translation>
        </message>
        <message>
            <source>This shipped version is not offered again; the next one is.</source>
            <translation>此随附版本不再提示，以后有新版本时再提示。</translation>
        </message>
        <message>
            <source>Keep our own</source>
            <translation>保留本网点版本</translation>
        </message>
        <message>
            <source>Your own version stays in force.</source>
            <translation>本网点版本继续有效。</translation>
        </message>
        <message>
            <source>Use this again</source>
            <translation>恢复使用</translation>
        </message>
        <message>
            <source>Use again</source>
            <translation>恢复使用</translation>
        </message>
        <message>
            <source>It is used again.</source>
            <translation>已恢复使用。</translation>
        </message>
        <message>
            <source>Retire this</source>
            <translation>停用此项</translation>
        </message>
        <message>
            <source>It is no longer offered or due. What was done by it stays, and it can come back.</source>
            <translation>停用后不再提供、不再到期。以往记录保留，随时可以恢复使用。</translation>
        </message>
        <message>
            <source>Retire</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Retired.</source>
            <translation>已停用。</translation>
        </message>
        <message>
            <source>{count} to put right</source>
            <translation>还有 {count} 处要改</translation>
        </message>
        <message>
            <source>Nothing is missing</source>
            <translation>内容完整</translation>
        </message>
        <message>
            <source>Keep…</source>
            <translation>保存…</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Discard the draft</source>
            <translation>删除草稿</translation>
        </message>
        <message>
            <source>Goes to what is still wrong (Ctrl+M)</source>
            <translation>转到要改之处（Ctrl+M）</translation>
        </message>
        <message>
            <source>Please choose</source>
            <translation>请选择</translation>
        </message>
        <message>
            <source>Schedule, as it is written</source>
            <translation>时间安排（书写格式）</translation>
        </message>
        <message>
            <source>Take away: {name}</source>
            <translation>去掉：{name}</translation>
        </message>
        <message>
            <source>Add to {field}</source>
            <translation>添加：{field}</translation>
        </message>
        <message>
            <source>Add…</source>
            <translation>添加…</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>去掉</translation>
        </message>
        <message>
            <source>Place, e.g. zh-CN</source>
            <translation>地区，如 zh-CN</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数字</translation>
        </message>
        <message>
            <source>Came with the program</source>
            <translation>随程序提供</translation>
        </message>
        <message>
            <source>Decided by {staff}, {time}</source>
            <translation>{staff} 于 {time} 批复</translation>
        </message>
        <message>
            <source>Refused because: {why}</source>
            <translation>未批准原因：{why}</translation>
        </message>
        <message>
            <source>Its wording cannot be read by this program.</source>
            <translation>本程序无法读取其内容。</translation>
        </message>
        <message>
            <source>Approve…</source>
            <translation>批准…</translation>
        </message>
        <message>
            <source>Do not approve…</source>
            <translation>不批准…</translation>
        </message>
        <message>
            <source>What it changed</source>
            <translation>改了什么</translation>
        </message>
        <message>
            <source>Go back to this…</source>
            <translation>恢复此版本…</translation>
        </message>
        <message>
            <source>Nobody has changed this here. What was done by it keeps the version it was done by.</source>
            <translation>本网点未作修改。按它完成的记录会保留当时的版本。</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>The older version</source>
            <translation>较早的版本</translation>
        </message>
        <message>
            <source>The newer version</source>
            <translation>较新的版本</translation>
        </message>
        <message>
            <source>As shipped</source>
            <translation>随附原版</translation>
        </message>
        <message>
            <source>New: {kind}</source>
            <translation>新建：{kind}</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>草稿</translation>
        </message>
        <message>
            <source>a change needs a second person</source>
            <translation>修改须第二人批准</translation>
        </message>
        <message>
            <source>{staff} proposes a change: {why} (3: look at it)</source>
            <translation>{staff} 提出修改：{why}（按 3 查看）</translation>
        </message>
        <message>
            <source>The program ships a newer version of this (4: look at it).</source>
            <translation>程序随附了更新的版本（按 4 查看）。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Back to the list (Esc)</source>
            <translation>返回列表（Esc）</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Update</source>
            <translation>更新</translation>
        </message>
        <message>
            <source>What to see of it</source>
            <translation>查看方式</translation>
        </message>
        <message>
            <source>Language of the preview</source>
            <translation>预览语言</translation>
        </message>
        <message>
            <source>Content files left out: {count}</source>
            <translation>未采用的内容文件：{count}</translation>
        </message>
        <message>
            <source>Find (F): title, id, any words</source>
            <translation>查找（F）：名称、编号、任意文字</translation>
        </message>
        <message>
            <source>Find in all standards</source>
            <translation>在全部标准中查找</translation>
        </message>
        <message>
            <source>All families</source>
            <translation>全部类别</translation>
        </message>
        <message>
            <source>Any standing</source>
            <translation>全部状态</translation>
        </message>
        <message>
            <source>Our own and changed</source>
            <translation>自有和已改</translation>
        </message>
        <message>
            <source>Waiting for approval</source>
            <translation>待批准</translation>
        </message>
        <message>
            <source>Update offered</source>
            <translation>有更新</translation>
        </message>
        <message>
            <source>Retired</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>With a draft</source>
            <translation>有草稿</translation>
        </message>
        <message>
            <source>Family</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Standing</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>All standards</source>
            <translation>全部标准</translation>
        </message>
        <message>
            <source>Nothing here is like that</source>
            <translation>没有符合条件的内容</translation>
        </message>
        <message>
            <source>Esc shows all standards again.</source>
            <translation>按 Esc 重新显示全部标准。</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新建</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>(not named yet)</source>
            <translation>（尚未命名）</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>(still empty)</source>
            <translation>（尚未填写）</translation>
        </message>
        <message>
            <source>Up (Alt+Up)</source>
            <translation>上移（Alt+↑）</translation>
        </message>
        <message>
            <source>Down (Alt+Down)</source>
            <translation>下移（Alt+↓）</translation>
        </message>
        <message>
            <source>Copy below</source>
            <translation>在下方复制</translation>
        </message>
        <message>
            <source>Take out (Del)</source>
            <translation>删除（Del）</translation>
        </message>
        <message>
            <source>something is wrong</source>
            <translation>有要改之处</translation>
        </message>
        <message>
            <source>{field} ({count})</source>
            <translation>{field}（{count}）</translation>
        </message>
        <message>
            <source>All our own ({count})</source>
            <translation>本网点全部自有内容（{count}）</translation>
        </message>
        <message>
            <source>Only this one</source>
            <translation>仅此一项</translation>
        </message>
        <message>
            <source>Everything in force</source>
            <translation>全部现行内容</translation>
        </message>
        <message>
            <source>{count} items saved in {file}.</source>
            <translation>已将 {count} 项导出到 {file}。</translation>
        </message>
        <message>
            <source>Read standards from a file</source>
            <translation>从文件导入标准</translation>
        </message>
        <message>
            <source>{count} come into force at once, {waiting} wait for a second person.</source>
            <translation>{count} 项立即生效，{waiting} 项等待第二人批准。</translation>
        </message>
        <message>
            <source>Take over these standards</source>
            <translation>导入这些标准</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>{count} standards proposed.</source>
            <translation>已提交 {count} 项标准。</translation>
        </message>
        <message>
            <source>Id</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Kinds of hall</source>
            <translation>适用网点</translation>
        </message>
        <message>
            <source>Based on</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>A change needs a second person</source>
            <translation>修改须第二人批准</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间安排</translation>
        </message>
        <message>
            <source>Zone</source>
            <translation>区域</translation>
        </message>
        <message>
            <source>Post in charge</source>
            <translation>负责岗位</translation>
        </message>
        <message>
            <source>Minutes it takes</source>
            <translation>预计用时（分钟）</translation>
        </message>
        <message>
            <source>Met from (percent)</source>
            <translation>达标线（%）</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>检查项</translation>
        </message>
        <message>
            <source>What is looked at</source>
            <translation>检查内容</translation>
        </message>
        <message>
            <source>Touchpoint</source>
            <translation>接触点</translation>
        </message>
        <message>
            <source>Standard</source>
            <translation>标准</translation>
        </message>
        <message>
            <source>How it is answered</source>
            <translation>作答方式</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>单位</translation>
        </message>
        <message>
            <source>At least</source>
            <translation>不低于</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>不高于</translation>
        </message>
        <message>
            <source>Met from score</source>
            <translation>达标最低分</translation>
        </message>
        <message>
            <source>Choices</source>
            <translation>选项</translation>
        </message>
        <message>
            <source>A good answer</source>
            <translation>达标选项</translation>
        </message>
        <message>
            <source>Wording</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Critical: a failure fails the round</source>
            <translation>关键项：不达标则整轮不合格</translation>
        </message>
        <message>
            <source>Two signatures</source>
            <translation>双人签字</translation>
        </message>
        <message>
            <source>If it is not met</source>
            <translation>不达标时</translation>
        </message>
        <message>
            <source>What is to be done</source>
            <translation>整改措施</translation>
        </message>
        <message>
            <source>Who does it</source>
            <translation>整改岗位</translation>
        </message>
        <message>
            <source>Minutes allowed</source>
            <translation>限时（分钟）</translation>
        </message>
        <message>
            <source>Plan to offer</source>
            <translation>建议启动预案</translation>
        </message>
        <message>
            <source>Hazard</source>
            <translation>风险类别</translation>
        </message>
        <message>
            <source>Roles</source>
            <translation>岗位角色</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>角色</translation>
        </message>
        <message>
            <source>Duty</source>
            <translation>职责</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>立即处置</translation>
        </message>
        <message>
            <source>First step</source>
            <translation>第一步</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>Kind of step</source>
            <translation>步骤类型</translation>
        </message>
        <message>
            <source>What is done</source>
            <translation>做什么</translation>
        </message>
        <message>
            <source>What is said</source>
            <translation>说什么</translation>
        </message>
        <message>
            <source>Seconds allowed</source>
            <translation>限时（秒）</translation>
        </message>
        <message>
            <source>Seconds to wait</source>
            <translation>等待（秒）</translation>
        </message>
        <message>
            <source>Who is called</source>
            <translation>联系对象</translation>
        </message>
        <message>
            <source>Offers another plan</source>
            <translation>建议另启预案</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>留痕</translation>
        </message>
        <message>
            <source>Form</source>
            <translation>表单</translation>
        </message>
        <message>
            <source>Next step</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Branches</source>
            <translation>分支</translation>
        </message>
        <message>
            <source>If</source>
            <translation>如果</translation>
        </message>
        <message>
            <source>Go to</source>
            <translation>转到</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Reports owed</source>
            <translation>报告要求</translation>
        </message>
        <message>
            <source>To</source>
            <translation>报告对象</translation>
        </message>
        <message>
            <source>Within minutes</source>
            <translation>限时（分钟）</translation>
        </message>
        <message>
            <source>What it says</source>
            <translation>报告内容</translation>
        </message>
        <message>
            <source>It is over when</source>
            <translation>解除条件</translation>
        </message>
        <message>
            <source>Afterwards</source>
            <translation>事后工作</translation>
        </message>
        <message>
            <source>Kit</source>
            <translation>应急物资</translation>
        </message>
        <message>
            <source>Drill</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Kind of drill</source>
            <translation>演练形式</translation>
        </message>
        <message>
            <source>Minutes in all</source>
            <translation>总时长（分钟）</translation>
        </message>
        <message>
            <source>Every so many months</source>
            <translation>演练周期（月）</translation>
        </message>
        <message>
            <source>Objectives</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Injects</source>
            <translation>情景注入</translation>
        </message>
        <message>
            <source>At minute</source>
            <translation>第几分钟</translation>
        </message>
        <message>
            <source>What happens</source>
            <translation>情景</translation>
        </message>
        <message>
            <source>What is expected</source>
            <translation>应有处置</translation>
        </message>
        <message>
            <source>Passed when</source>
            <translation>合格标准</translation>
        </message>
        <message>
            <source>Reviewed every (months)</source>
            <translation>复核周期（月）</translation>
        </message>
        <message>
            <source>Risks</source>
            <translation>关联风险</translation>
        </message>
        <message>
            <source>Forms</source>
            <translation>表单</translation>
        </message>
        <message>
            <source>Standards it rests on</source>
            <translation>依据的规范</translation>
        </message>
        <message>
            <source>Chair</source>
            <translation>主持</translation>
        </message>
        <message>
            <source>Who attends</source>
            <translation>参加人员</translation>
        </message>
        <message>
            <source>About attendance</source>
            <translation>出席要求</translation>
        </message>
        <message>
            <source>Parts</source>
            <translation>议程</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>Led by</source>
            <translation>主讲</translation>
        </message>
        <message>
            <source>Filled in by the program</source>
            <translation>程序自动填写</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>提问</translation>
        </message>
        <message>
            <source>What must come out</source>
            <translation>应有成果</translation>
        </message>
        <message>
            <source>Rules</source>
            <translation>规则</translation>
        </message>
        <message>
            <source>Urgency</source>
            <translation>紧急程度</translation>
        </message>
        <message>
            <source>When it speaks</source>
            <translation>触发条件</translation>
        </message>
        <message>
            <source>Figure</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Is</source>
            <translation>关系</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>For minutes</source>
            <translation>持续（分钟）</translation>
        </message>
        <message>
            <source>Not again for minutes</source>
            <translation>不重复（分钟）</translation>
        </message>
        <message>
            <source>In which hours</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>And</source>
            <translation>并且</translation>
        </message>
        <message>
            <source>What to do, in order</source>
            <translation>处置措施（按顺序）</translation>
        </message>
        <message>
            <source>Kind of action</source>
            <translation>措施类型</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>做什么</translation>
        </message>
        <message>
            <source>Script</source>
            <translation>话术</translation>
        </message>
        <message>
            <source>Whether it helped</source>
            <translation>效果检验</translation>
        </message>
        <message>
            <source>Measured by</source>
            <translation>检验方式</translation>
        </message>
        <message>
            <source>In words</source>
            <translation>文字说明</translation>
        </message>
        <message>
            <source>After minutes</source>
            <translation>多少分钟后</translation>
        </message>
        <message>
            <source>Over days</source>
            <translation>统计天数</translation>
        </message>
        <message>
            <source>Mark on the ticket</source>
            <translation>号票标记</translation>
        </message>
        <message>
            <source>If it does not help</source>
            <translation>无效时升级</translation>
        </message>
        <message>
            <source>Rule to offer</source>
            <translation>建议规则</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>What is done with it</source>
            <translation>配合动作</translation>
        </message>
        <message>
            <source>To be avoided</source>
            <translation>应避免</translation>
        </message>
        <message>
            <source>Group</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>Fields</source>
            <translation>栏目</translation>
        </message>
        <message>
            <source>Kind of field</source>
            <translation>栏目类型</translation>
        </message>
        <message>
            <source>Must be filled in</source>
            <translation>必填</translation>
        </message>
        <message>
            <source>Name of the field</source>
            <translation>栏目名称</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>替补</translation>
        </message>
        <message>
            <source>May decide</source>
            <translation>权限</translation>
        </message>
        <message>
            <source>Worn by</source>
            <translation>由谁担任</translation>
        </message>
        <message>
            <source>Telephone numbers</source>
            <translation>电话号码</translation>
        </message>
        <message>
            <source>What to say on the line</source>
            <translation>电话里怎么说</translation>
        </message>
        <message>
            <source>Zones</source>
            <translation>区域</translation>
        </message>
        <message>
            <source>What customers expect</source>
            <translation>客户期望</translation>
        </message>
        <message>
            <source>Signs to look for</source>
            <translation>观察要点</translation>
        </message>
        <message>
            <source>What usually goes wrong</source>
            <translation>常见问题</translation>
        </message>
        <message>
            <source>Remedy</source>
            <translation>补救</translation>
        </message>
        <message>
            <source>Checklists</source>
            <translation>检查表</translation>
        </message>
        <message>
            <source>Bank branch</source>
            <translation>银行网点</translation>
        </message>
        <message>
            <source>Telecom hall</source>
            <translation>营业厅</translation>
        </message>
        <message>
            <source>Met or not met</source>
            <translation>达标 / 不达标</translation>
        </message>
        <message>
            <source>Score 0 to 5</source>
            <translation>0–5 分</translation>
        </message>
        <message>
            <source>Choice</source>
            <translation>单选</translation>
        </message>
        <message>
            <source>List</source>
            <translation>列表</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Do</source>
            <translation>处置</translation>
        </message>
        <message>
            <source>Decide</source>
            <translation>判断</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Confirm</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Wait</source>
            <translation>等待</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>End</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>Resolved</source>
            <translation>已处置</translation>
        </message>
        <message>
            <source>Handed over</source>
            <translation>已移交</translation>
        </message>
        <message>
            <source>Escalated</source>
            <translation>已升级</translation>
        </message>
        <message>
            <source>At the table</source>
            <translation>桌面推演</translation>
        </message>
        <message>
            <source>Walk-through</source>
            <translation>走场演练</translation>
        </message>
        <message>
            <source>Functional</source>
            <translation>专项演练</translation>
        </message>
        <message>
            <source>Full scale</source>
            <translation>全面演练</translation>
        </message>
        <message>
            <source>For information</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>Watch</source>
            <translation>注意</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>紧急</translation>
        </message>
        <message>
            <source>Peak hours</source>
            <translation>高峰时段</translation>
        </message>
        <message>
            <source>Lunch time</source>
            <translation>午间</translation>
        </message>
        <message>
            <source>Any time</source>
            <translation>任何时段</translation>
        </message>
        <message>
            <source>Started by hand</source>
            <translation>人工启动</translation>
        </message>
        <message>
            <source>The figure is back</source>
            <translation>指标恢复</translation>
        </message>
        <message>
            <source>Marked against unmarked customers</source>
            <translation>标记与未标记客户对比</translation>
        </message>
        <message>
            <source>Post in the hall</source>
            <translation>厅内岗位</translation>
        </message>
        <message>
            <source>Only in an emergency</source>
            <translation>应急角色</translation>
        </message>
        <message>
            <source>Outside the hall</source>
            <translation>厅外支持</translation>
        </message>
        <message>
            <source>Emergency plans</source>
            <translation>应急预案</translation>
        </message>
        <message>
            <source>Briefings</source>
            <translation>会议议程</translation>
        </message>
        <message>
            <source>Playbooks</source>
            <translation>现场规则</translation>
        </message>
        <message>
            <source>Scripts</source>
            <translation>话术</translation>
        </message>
        <message>
            <source>Contacts</source>
            <translation>联系人</translation>
        </message>
        <message>
            <source>Touchpoints</source>
            <translation>接触点</translation>
        </message>
        <message>
            <source>Checklist</source>
            <translation>检查表</translation>
        </message>
        <message>
            <source>Emergency plan</source>
            <translation>应急预案</translation>
        </message>
        <message>
            <source>Briefing</source>
            <translation>会议议程</translation>
        </message>
        <message>
            <source>Playbook</source>
            <translation>现场规则</translation>
        </message>
        <message>
            <source>Contact</source>
            <translation>联系人</translation>
        </message>
        <message>
            <source>The English text is still missing.</source>
            <translation>英文尚未填写。</translation>
        </message>
        <message>
            <source>The Chinese text is still missing.</source>
            <translation>中文尚未填写。</translation>
        </message>
        <message>
            <source>Both languages are needed.</source>
            <translation>中英文都须填写。</translation>
        </message>
        <message>
            <source>What stands in braces, such as minutes, must be the same in both languages.</source>
            <translation>花括号中的内容在中英文里必须一致。</translation>
        </message>
        <message>
            <source>There is a blank at the beginning or end.</source>
            <translation>开头或结尾有空格。</translation>
        </message>
        <message>
            <source>There is a character that may not be used.</source>
            <translation>含有不允许使用的字符。</translation>
        </message>
        <message>
            <source>Letters, digits and underscores only, a letter first; 60 at most.</source>
            <translation>只能用字母、数字和下划线，以字母开头，最多 60 个字符。</translation>
        </message>
        <message>
            <source>This is no schedule. Choose a kind and change its times.</source>
            <translation>时间安排不正确。请先选类型，再改时间。</translation>
        </message>
        <message>
            <source>This must be filled in.</source>
            <translation>此项必填。</translation>
        </message>
        <message>
            <source>{name} is not a field here.</source>
            <translation>没有 {name} 这个栏目。</translation>
        </message>
        <message>
            <source>Please give a number.</source>
            <translation>请填写数字。</translation>
        </message>
        <message>
            <source>Please choose one.</source>
            <translation>请选择一项。</translation>
        </message>
        <message>
            <source>The weight is 1 to 5.</source>
            <translation>权重为 1 至 5。</translation>
        </message>
        <message>
            <source>A number needs a limit: at least, at most, or both.</source>
            <translation>数字须有限值：不低于、不高于，或两者都有。</translation>
        </message>
        <message>
            <source>The lower limit is above the upper one.</source>
            <translation>下限高于上限。</translation>
        </message>
        <message>
            <source>Say from which score on it is met: 0 to 5.</source>
            <translation>请填写达标最低分：0 至 5。</translation>
        </message>
        <message>
            <source>At least one good and one bad choice are needed.</source>
            <translation>至少要有一个达标选项和一个不达标选项。</translation>
        </message>
        <message>
            <source>Two choices have the same id.</source>
            <translation>有两个选项编号相同。</translation>
        </message>
        <message>
            <source>A checklist needs at least one item.</source>
            <translation>检查表至少要有一个检查项。</translation>
        </message>
        <message>
            <source>The minutes of the parts do not add up to this.</source>
            <translation>各议程的分钟数之和与总时长不符。</translation>
        </message>
        <message>
            <source>{name} stands twice.</source>
            <translation>{name} 重复。</translation>
        </message>
        <message>
            <source>After an end there is no further step.</source>
            <translation>结束之后不能再有步骤。</translation>
        </message>
        <message>
            <source>An end needs an outcome.</source>
            <translation>结束步骤须有结果。</translation>
        </message>
        <message>
            <source>A decision needs two branches or more.</source>
            <translation>判断步骤至少要有两个分支。</translation>
        </message>
        <message>
            <source>Say which step comes next.</source>
            <translation>请指定下一步。</translation>
        </message>
        <message>
            <source>Say how many seconds to wait.</source>
            <translation>请填写等待秒数。</translation>
        </message>
        <message>
            <source>Injects go in order of time and end before the drill does.</source>
            <translation>情景须按时间先后排列，且不晚于演练结束。</translation>
        </message>
        <message>
            <source>The first step does not exist.</source>
            <translation>第一步不存在。</translation>
        </message>
        <message>
            <source>Step {name} leads to {to}, which does not exist.</source>
            <translation>步骤 {name} 指向的 {to} 不存在。</translation>
        </message>
        <message>
            <source>No way leads to step {name}.</source>
            <translation>没有路径通向步骤 {name}。</translation>
        </message>
        <message>
            <source>It is not UTF-8 text.</source>
            <translation>不是 UTF-8 文本。</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>文件为空。</translation>
        </message>
        <message>
            <source>This kind of content is not known: {name}.</source>
            <translation>不认识这类内容：{name}。</translation>
        </message>
        <message>
            <source>It is written for another version of the program ({name}).</source>
            <translation>该文件适用于其他版本的程序（{name}）。</translation>
        </message>
        <message>
            <source>The field {name} is missing.</source>
            <translation>缺少栏目 {name}。</translation>
        </message>
        <message>
            <source>Take the shipped version…</source>
            <translation>采用随附版本…</translation>
        </message>
        <message>
            <source>Keep our own…</source>
            <translation>保留本网点版本…</translation>
        </message>
        <message>
            <source>Nothing to decide</source>
            <translation>无须决定</translation>
        </message>
        <message>
            <source>What is as shipped follows the program. Only a version of your own is ever asked about.</source>
            <translation>随附原版随程序更新；只有本网点自己的版本才会询问。</translation>
        </message>
        <message>
            <source>This is your own; the program ships nothing like it.</source>
            <translation>这是本网点自有内容，程序没有随附版本。</translation>
        </message>
        <message>
            <source>The program ships a newer version of this. Yours stays in force until you take it.</source>
            <translation>程序随附了更新的版本。采用之前，本网点版本继续有效。</translation>
        </message>
        <message>
            <source>Your own version is in force. The shipped one can be taken at any time.</source>
            <translation>现行的是本网点版本，随时可以改用随附版本。</translation>
        </message>
        <message>
            <source>Ours → shipped</source>
            <translation>本网点 → 随附</translation>
        </message>
        <message>
            <source>New in the shipped one</source>
            <translation>随附版本的新内容</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>Changed here</source>
            <translation>本网点已改</translation>
        </message>
        <message>
            <source>Our own</source>
            <translation>本网点自有</translation>
        </message>
        <message>
            <source>In force</source>
            <translation>现行</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>旧版</translation>
        </message>
        <message>
            <source>Shipped</source>
            <translation>随附</translation>
        </message>
        <message>
            <source>From the file of {name}</source>
            <translation>来自{name}的文件</translation>
        </message>
        <message>
            <source>From a file</source>
            <translation>来自文件</translation>
        </message>
        <message>
            <source>The shipped version taken</source>
            <translation>采用随附版本</translation>
        </message>
        <message>
            <source>Back to an earlier version</source>
            <translation>恢复旧版本</translation>
        </message>
        <message>
            <source>When needed</source>
            <translation>按需</translation>
        </message>
        <message>
            <source>Every open day</source>
            <translation>每个营业日</translation>
        </message>
        <message>
            <source>Again and again through the day</source>
            <translation>当天循环</translation>
        </message>
        <message>
            <source>Every week</source>
            <translation>每周</translation>
        </message>
        <message>
            <source>Twice a month</source>
            <translation>每月两次</translation>
        </message>
        <message>
            <source>Every month</source>
            <translation>每月</translation>
        </message>
        <message>
            <source>Every quarter</source>
            <translation>每季度</translation>
        </message>
        <message>
            <source>Every year</source>
            <translation>每年</translation>
        </message>
        <message>
            <source>At random times</source>
            <translation>随机时间</translation>
        </message>
        <message>
            <source>Every open day at {times}</source>
            <translation>每个营业日 {times}</translation>
        </message>
        <message>
            <source>Every {minutes} minutes from {first} to {last}</source>
            <translation>{first} 至 {last} 每 {minutes} 分钟</translation>
        </message>
        <message>
            <source>Every {weekday} at {times}</source>
            <translation>每{weekday} {times}</translation>
        </message>
        <message>
            <source>On day {day} of every month at {times}</source>
            <translation>每月 {day} 日 {times}</translation>
        </message>
        <message>
            <source>On days {one} and {two} of every month at {times}</source>
            <translation>每月 {one} 日和 {two} 日 {times}</translation>
        </message>
        <message>
            <source>In month {month} of every quarter, on day {day} at {times}</source>
            <translation>每季度第 {month} 个月 {day} 日 {times}</translation>
        </message>
        <message>
            <source>Every year on {month}-{day} at {times}</source>
            <translation>每年 {month}-{day} {times}</translation>
        </message>
        <message>
            <source>{count} times a day at random between {first} and {last}</source>
            <translation>每天 {first} 至 {last} 随机 {count} 次</translation>
        </message>
        <message>
            <source>{count} times a week at random between {first} and {last}</source>
            <translation>每周 {first} 至 {last} 随机 {count} 次</translation>
        </message>
        <message>
            <source>{count} times a month at random between {first} and {last}</source>
            <translation>每月 {first} 至 {last} 随机 {count} 次</translation>
        </message>
        <message>
            <source>Content files that are left out</source>
            <translation>未采用的内容文件</translation>
        </message>
        <message>
            <source>Everything else works. Put the file right, or fetch it again, and restart the program.</source>
            <translation>其他内容均可正常使用。请改正或重新获取该文件，再重启程序。</translation>
        </message>
        <message>
            <source>{file}, line {line}</source>
            <translation>{file}，第 {line} 行</translation>
        </message>
        <message>
            <source>The standards cannot be read</source>
            <translation>无法读取标准</translation>
        </message>
        <message>
            <source>This draft began from an older version.</source>
            <translation>此草稿基于较早的版本。</translation>
        </message>
        <message>
            <source>Reading the standards…</source>
            <translation>正在读取标准…</translation>
        </message>
        <message>
            <source>May do on the floor</source>
            <translation>可在现场执行</translation>
        </message>
        <message>
            <source>Pause calling</source>
            <translation>暂停叫号</translation>
        </message>
        <message>
            <source>Close the counters</source>
            <translation>关闭窗口</translation>
        </message>
        <message>
            <source>No more numbers</source>
            <translation>停止发号</translation>
        </message>
        <message>
            <source>Switch to paper numbers</source>
            <translation>改用纸号</translation>
        </message>
        <message>
            <source>first</source>
            <translation>排在最前</translation>
        </message>
        <message>
            <source>behind “{part}”</source>
            <translation>排在“{part}”之后</translation>
        </message>
        <message>
            <source>Stands elsewhere: {part}</source>
            <translation>位置变动：{part}</translation>
        </message>
        <message>
            <source>new steps: {n}</source>
            <translation>新增步骤：{n}</translation>
        </message>
        <message>
            <source>steps taken out: {n}</source>
            <translation>删除步骤：{n}</translation>
        </message>
        <message>
            <source>changed steps: {n}</source>
            <translation>修改步骤：{n}</translation>
        </message>
        <message>
            <source>of these with other ways on: {n}</source>
            <translation>其中去向改变：{n}</translation>
        </message>
        <message>
            <source>the order is another</source>
            <translation>顺序有调整</translation>
        </message>
        <message>
            <source>You have not walked it to an end (5); somebody must before it is approved.</source>
            <translation>您尚未推演到结束（5）；批准前必须有人推演。</translation>
        </message>
        <message>
            <source>Noted. Another person than the proposer may approve it now.</source>
            <translation>已记录。现在可由提出人以外的人批准。</translation>
        </message>
        <message>
            <source>Note that you walked this version to an end</source>
            <translation>记录您已将此版本推演到结束</translation>
        </message>
        <message>
            <source>Note it</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>Number of {who}: {number}</source>
            <translation>{who}的电话：{number}</translation>
        </message>
        <message>
            <source>It holds in all plans and on all printed sheets of this hall.</source>
            <translation>本厅所有预案和打印件都用这个号码。</translation>
        </message>
        <message>
            <source>The number was kept.</source>
            <translation>号码已保存。</translation>
        </message>
        <message>
            <source>Takes back the last change (Ctrl+Z)</source>
            <translation>撤销上一步修改（Ctrl+Z）</translation>
        </message>
        <message>
            <source>Walked to an end in this version.</source>
            <translation>此版本已推演到结束。</translation>
        </message>
        <message>
            <source>Nobody has walked this version to an end yet (5).</source>
            <translation>此版本尚未有人推演到结束（5）。</translation>
        </message>
        <message>
            <source>Walk it…</source>
            <translation>推演…</translation>
        </message>
        <message>
            <source>Walk it</source>
            <translation>推演</translation>
        </message>
        <message>
            <source>Not to be said</source>
            <translation>不能说的话</translation>
        </message>
        <message>
            <source>Who may decide what</source>
            <translation>权限阶梯</translation>
        </message>
        <message>
            <source>Head count at the assembly point</source>
            <translation>集合点清点人数</translation>
        </message>
        <message>
            <source>It goes round and never comes to an end: {circle}.</source>
            <translation>步骤循环，无法结束：{circle}。</translation>
        </message>
        <message>
            <source>It goes round in a circle without a decision or a wait: {circle}.</source>
            <translation>步骤循环，中间没有判断或等待：{circle}。</translation>
        </message>
        <message>
            <source>Agreed</source>
            <translation>已同意</translation>
        </message>
        <message>
            <source>To be retired</source>
            <translation>提议停用</translation>
        </message>
        <message>
            <source>To be used again</source>
            <translation>提议恢复使用</translation>
        </message>
        <message>
            <source>{count} to put right first (2, then Ctrl+M goes there)</source>
            <translation>请先改正 {count} 处（按 2，再按 Ctrl+M 逐处查看）</translation>
        </message>
        <message>
            <source>The draft cannot be walked yet</source>
            <translation>草稿还不能推演</translation>
        </message>
        <message>
            <source>Let other counters take the line in need</source>
            <translation>分流排队最长的业务</translation>
        </message>
        <message>
            <source>then every {span} until it is over</source>
            <translation>之后每{span}续报，直至结束</translation>
        </message>
        <message>
            <source>more than that goes one rung up</source>
            <translation>超出权限报上一级</translation>
        </message>
        <message>
            <source>Again every so many minutes, until it is over</source>
            <translation>续报间隔（分钟，直至结束）</translation>
        </message>
        <message>
            <source>A report is repeated after 1 to {most} minutes; empty: it is owed once.</source>
            <translation>续报间隔为1至{most}分钟；不填则只报一次。</translation>
        </message>
        <message>
            <source>{count} item, {critical} critical</source>
            <translation>共 {count} 项，其中关键项 {critical} 项</translation>
        </message>
        <message>
            <source>{count} step</source>
            <translation>共 {count} 步</translation>
        </message>
        <message>
            <source>{count} item saved in {file}.</source>
            <translation>已将 {count} 项导出到 {file}。</translation>
        </message>
        <message>
            <source>{count} standard proposed.</source>
            <translation>已提交 {count} 项标准。</translation>
        </message>
        <message>
            <source>Grades</source>
            <translation>分级</translation>
        </message>
        <message>
            <source>Grade</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>It is this grade when</source>
            <translation>定级条件</translation>
        </message>
    </context>
    <context>
        <name>Counter</name>
        <message>
            <source>Call next</source>
            <translation>叫下一位</translation>
        </message>
        <message>
            <source>Call again</source>
            <translation>重呼</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始办理</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>办结</translation>
        </message>
        <message>
            <source>No-show</source>
            <translation>过号</translation>
        </message>
        <message>
            <source>Hold</source>
            <translation>挂起</translation>
        </message>
        <message>
            <source>Transfer</source>
            <translation>转号</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>应答</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>The counter is closed; open it first (O).</source>
            <translation>窗口已关闭，请先开启（O）。</translation>
        </message>
        <message>
            <source>The counter is paused; resume first (P).</source>
            <translation>窗口已暂停，请先恢复（P）。</translation>
        </message>
        <message>
            <source>Nobody waits for what this counter takes.</source>
            <translation>该窗口的业务无人等候。</translation>
        </message>
        <message>
            <source>Nobody is at the counter.</source>
            <translation>窗口前没有客户。</translation>
        </message>
        <message>
            <source>{number} is being served already.</source>
            <translation>{number} 已在办理中。</translation>
        </message>
        <message>
            <source>Finish or transfer {number} first.</source>
            <translation>请先办结或转出 {number}。</translation>
        </message>
        <message>
            <source>The counter is open already.</source>
            <translation>窗口已经开启。</translation>
        </message>
        <message>
            <source>The counter has not asked for you.</source>
            <translation>该窗口没有呼叫您。</translation>
        </message>
        <message>
            <source>Counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>Ticket {number}</source>
            <translation>号票 {number}</translation>
        </message>
        <message>
            <source>next: {number}</source>
            <translation>下一位：{number}</translation>
        </message>
        <message>
            <source>nobody waits for it</source>
            <translation>无人等候</translation>
        </message>
        <message>
            <source>Done.</source>
            <translation>已完成。</translation>
        </message>
        <message>
            <source>Staff number and skills</source>
            <translation>工号和可办业务</translation>
        </message>
    </context>
    <context>
        <name>Dates</name>
        <message>
            <source>Mon</source>
            <translation>周一</translation>
        </message>
        <message>
            <source>Tue</source>
            <translation>周二</translation>
        </message>
        <message>
            <source>Wed</source>
            <translation>周三</translation>
        </message>
        <message>
            <source>Thu</source>
            <translation>周四</translation>
        </message>
        <message>
            <source>Fri</source>
            <translation>周五</translation>
        </message>
        <message>
            <source>Sat</source>
            <translation>周六</translation>
        </message>
        <message>
            <source>Sun</source>
            <translation>周日</translation>
        </message>
        <message>
            <source>Jan</source>
            <translation>1月</translation>
        </message>
        <message>
            <source>Feb</source>
            <translation>2月</translation>
        </message>
        <message>
            <source>Mar</source>
            <translation>3月</translation>
        </message>
        <message>
            <source>Apr</source>
            <translation>4月</translation>
        </message>
        <message>
            <source>May</source>
            <translation>5月</translation>
        </message>
        <message>
            <source>Jun</source>
            <translation>6月</translation>
        </message>
        <message>
            <source>Jul</source>
            <translation>7月</translation>
        </message>
        <message>
            <source>Aug</source>
            <translation>8月</translation>
        </message>
        <message>
            <source>Sep</source>
            <translation>9月</translation>
        </message>
        <message>
            <source>Oct</source>
            <translation>10月</translation>
        </message>
        <message>
            <source>Nov</source>
            <translation>11月</translation>
        </message>
        <message>
            <source>Dec</source>
            <translation>12月</translation>
        </message>
        <message>
            <source>{weekday} {day} {month}</source>
            <translation>{month}{day}日 {weekday}</translation>
        </message>
        <message>
            <source>{weekday} {day} {month} {year}</source>
            <translation>{year}年{month}{day}日 {weekday}</translation>
        </message>
    </context>
    <context>
        <name>Devices</name>
        <message>
            <source>The computer refused it: {reason}</source>
            <translation>本机拒绝了此操作：{reason}</translation>
        </message>
        <message>
            <source>That failed; the log says why.</source>
            <translation>操作失败，原因见日志。</translation>
        </message>
        <message>
            <source>The printer now</source>
            <translation>打印机现状</translation>
        </message>
        <message>
            <source>Check the printer</source>
            <translation>检查打印机</translation>
        </message>
        <message>
            <source>Print a test strip</source>
            <translation>打印测试条</translation>
        </message>
        <message>
            <source>No printer is chosen: numbers are told or written by hand.</source>
            <translation>未选打印机：号码口头告知或手写。</translation>
        </message>
        <message>
            <source>The printer is ready and has paper.</source>
            <translation>打印机就绪，有纸。</translation>
        </message>
        <message>
            <source>Nothing has been heard of the printer yet.</source>
            <translation>尚无打印机的消息。</translation>
        </message>
        <message>
            <source>Asking the printer…</source>
            <translation>正在询问打印机……</translation>
        </message>
        <message>
            <source>A system printer is not asked. Print a test strip.</source>
            <translation>系统打印机无法询问，请打印测试条。</translation>
        </message>
        <message>
            <source>Printing a test strip…</source>
            <translation>正在打印测试条……</translation>
        </message>
        <message>
            <source>No printer is chosen.</source>
            <translation>未选打印机。</translation>
        </message>
        <message>
            <source>Sent. Is the strip readable, with its Chinese, and whole?</source>
            <translation>已发送。请看测试条：汉字清楚、内容完整吗？</translation>
        </message>
        <message>
            <source>The loudspeaker now</source>
            <translation>扬声器现状</translation>
        </message>
        <message>
            <source>Speak a test call</source>
            <translation>试播一次叫号</translation>
        </message>
        <message>
            <source>Sound again</source>
            <translation>恢复声音</translation>
        </message>
        <message>
            <source>Mute for now</source>
            <translation>暂时静音</translation>
        </message>
        <message>
            <source>Calls are not spoken: switched off above.</source>
            <translation>不播报叫号：上方已关闭。</translation>
        </message>
        <message>
            <source>Looking for a loudspeaker…</source>
            <translation>正在查找扬声器……</translation>
        </message>
        <message>
            <source>Calls are spoken.</source>
            <translation>正常播报叫号。</translation>
        </message>
        <message>
            <source>A call is being spoken.</source>
            <translation>正在播报叫号。</translation>
        </message>
        <message>
            <source>Calls are muted.</source>
            <translation>叫号语音已静音。</translation>
        </message>
        <message>
            <source>The test call was spoken. Was it heard in the hall?</source>
            <translation>已试播。大厅里听得到吗？</translation>
        </message>
        <message>
            <source>The test call was not spoken.</source>
            <translation>试播未成功。</translation>
        </message>
        <message>
            <source>Speaking a test call…</source>
            <translation>正在试播……</translation>
        </message>
        <message>
            <source>The wall display now</source>
            <translation>叫号屏现状</translation>
        </message>
        <message>
            <source>Its monitor. The one this console is on is never covered.</source>
            <translation>选择叫号屏所用的显示器。本台所在的显示器不会被遮挡。</translation>
        </message>
        <message>
            <source>Whichever the console is not on</source>
            <translation>本台以外的显示器</translation>
        </message>
        <message>
            <source>{monitor} (not connected)</source>
            <translation>{monitor}（未连接）</translation>
        </message>
        <message>
            <source>The printer was asked just now.</source>
            <translation>刚刚询问过打印机。</translation>
        </message>
        <message>
            <source>The test strip was not printed.</source>
            <translation>测试条未能打印。</translation>
        </message>
        <message>
            <source>It stays so until “Sound again” is pressed or the console is restarted.</source>
            <translation>将一直静音，直到点击“恢复声音”或重新启动控制台。</translation>
        </message>
        <message>
            <source>Printers of this computer</source>
            <translation>本机打印机</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>重新查找</translation>
        </message>
        <message>
            <source>Looking for printers…</source>
            <translation>正在查找打印机…</translation>
        </message>
        <message>
            <source>This computer has no printer. Add one in its own settings.</source>
            <translation>本机没有打印机，请先在系统设置中添加。</translation>
        </message>
        <message>
            <source>The one slips are printed on:</source>
            <translation>选择打印号票的打印机：</translation>
        </message>
        <message>
            <source>The usual one of this computer</source>
            <translation>本机默认打印机</translation>
        </message>
        <message>
            <source>{printer} (not found)</source>
            <translation>{printer}（未找到）</translation>
        </message>
    </context>
    <context>
        <name>Drills</name>
        <message>
            <source>The real hall, its figures and its journal stay as they are.</source>
            <translation>真实大厅、指标和记录均不受影响。</translation>
        </message>
        <message>
            <source>The plan has been walked. What nobody has judged is asked at the score.</source>
            <translation>预案已走完，未评的情景在评分时再评。</translation>
        </message>
        <message>
            <source>▲ The floor shown here is that of {day} {at}, played again: not the present one.</source>
            <translation>▲ 此处现场为 {day} {at} 的回放，不是当前现场。</translation>
        </message>
        <message>
            <source>{n} more waiting</source>
            <translation>另有 {n} 个待评</translation>
        </message>
        <message>
            <source>Expected: {words}</source>
            <translation>应有处置：{words}</translation>
        </message>
        <message>
            <source>All {n} injects have come.</source>
            <translation>{n} 个情景已全部下达。</translation>
        </message>
        <message>
            <source>Inject {n} of {of} in {left}</source>
            <translation>距第 {n}/{of} 个情景还有 {left}</translation>
        </message>
        <message>
            <source>Told by the drill leader</source>
            <translation>导调告知</translation>
        </message>
        <message>
            <source>Told by the drill leader, to: {role}</source>
            <translation>导调告知：{role}</translation>
        </message>
        <message>
            <source>Real emergency · F12</source>
            <translation>真实事件 · F12</translation>
        </message>
        <message>
            <source>To the score</source>
            <translation>去评分</translation>
        </message>
        <message>
            <source>What is expected</source>
            <translation>应有处置</translation>
        </message>
        <message>
            <source>Met</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>Not met</source>
            <translation>未达标</translation>
        </message>
        <message>
            <source>Make small</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>{share} % of {n} places practised in time</source>
            <translation>{n} 个岗位班次中 {share}% 按期演练</translation>
        </message>
        <message>
            <source>No plan fits these filters</source>
            <translation>没有符合条件的预案</translation>
        </message>
        <message>
            <source>This role has no part in the plan.</source>
            <translation>该岗位不参与此预案。</translation>
        </message>
        <message>
            <source>{words}: last {last} by {staff}, next by {due}</source>
            <translation>{words}：上次 {last}（{staff}），下次不晚于 {due}</translation>
        </message>
        <message>
            <source>nobody named</source>
            <translation>未登记工号</translation>
        </message>
        <message>
            <source>Find a plan (F)</source>
            <translation>查找预案（F）</translation>
        </message>
        <message>
            <source>Find a plan</source>
            <translation>查找预案</translation>
        </message>
        <message>
            <source>all shifts</source>
            <translation>全部班次</translation>
        </message>
        <message>
            <source>Only with gaps</source>
            <translation>只看有缺口的</translation>
        </message>
        <message>
            <source>In each field from left to right: {shifts}. Arrow keys move, Enter opens the plan.</source>
            <translation>每格从左到右：{shifts}。方向键移动，Enter 打开预案。</translation>
        </message>
        <message>
            <source>Plan a drill</source>
            <translation>安排演练</translation>
        </message>
        <message>
            <source>That could not be written: {reason}</source>
            <translation>无法写入：{reason}</translation>
        </message>
        <message>
            <source>When: the quietest times of the coming two weeks</source>
            <translation>时间：未来两周最清闲的时段</translation>
        </message>
        <message>
            <source>Another time, e.g. 11-27 15:30 (empty: as chosen)</source>
            <translation>其他时间，如 11-27 15:30（留空即按所选）</translation>
        </message>
        <message>
            <source>This time is not understood, or it is past: {typed}</source>
            <translation>时间无法识别或已过：{typed}</translation>
        </message>
        <message>
            <source>Please say when.</source>
            <translation>请选择时间。</translation>
        </message>
        <message>
            <source>Plan it (Enter)</source>
            <translation>列入计划（Enter）</translation>
        </message>
        <message>
            <source>How</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>of its own day</source>
            <translation>演练当天</translation>
        </message>
        <message>
            <source>of our worst day</source>
            <translation>本厅最忙的一天</translation>
        </message>
        <message>
            <source>On the floor</source>
            <translation>现场数据</translation>
        </message>
        <message>
            <source>It is planned.</source>
            <translation>已列入计划。</translation>
        </message>
        <message>
            <source>Another time</source>
            <translation>改期</translation>
        </message>
        <message>
            <source>Move it (Enter)</source>
            <translation>改期（Enter）</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>It is moved.</source>
            <translation>已改期。</translation>
        </message>
        <message>
            <source>Call it off</source>
            <translation>取消演练</translation>
        </message>
        <message>
            <source>Call off (Enter)</source>
            <translation>取消演练（Enter）</translation>
        </message>
        <message>
            <source>It is called off.</source>
            <translation>已取消。</translation>
        </message>
        <message>
            <source>Looking for the day on which your customers waited longest …</source>
            <translation>正在查找客户等候最久的一天…</translation>
        </message>
        <message>
            <source>The journal has no day yet on which enough customers waited.</source>
            <translation>记录中尚无足够客流的日子。</translation>
        </message>
        <message>
            <source>Drill on the hall's own worst day</source>
            <translation>用本厅最忙的一天演练</translation>
        </message>
        <message>
            <source>Begin on that floor (Enter)</source>
            <translation>按该日现场开始（Enter）</translation>
        </message>
        <message>
            <source>Its floor is played again in the plan, marked as such; the present hall is not touched.</source>
            <translation>预案中回放该日现场并作标注，不影响当前大厅。</translation>
        </message>
        <message>
            <source>The drill is over. Its review is next.</source>
            <translation>演练已结束，下一步复盘。</translation>
        </message>
        <message>
            <source>Who took part</source>
            <translation>参演人员</translation>
        </message>
        <message>
            <source>Keep (Enter)</source>
            <translation>保存（Enter）</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>岗位</translation>
        </message>
        <message>
            <source>Staff number; empty takes it back</source>
            <translation>工号；留空则撤回</translation>
        </message>
        <message>
            <source>The drill sheet</source>
            <translation>演练单</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>存为 PDF…</translation>
        </message>
        <message>
            <source>It is printed.</source>
            <translation>已打印。</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Save as</source>
            <translation>另存为</translation>
        </message>
        <message>
            <source>Save in</source>
            <translation>保存到</translation>
        </message>
        <message>
            <source>{n} papers printed. Take the old ones down.</source>
            <translation>已打印 {n} 份，请取下旧的。</translation>
        </message>
        <message>
            <source>Running now</source>
            <translation>正在演练</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>已逾期</translation>
        </message>
        <message>
            <source>Planned</source>
            <translation>已安排</translation>
        </message>
        <message>
            <source>Never practised</source>
            <translation>从未演练</translation>
        </message>
        <message>
            <source>Due within 30 days</source>
            <translation>30 天内到期</translation>
        </message>
        <message>
            <source>Practised in time</source>
            <translation>按期演练</translation>
        </message>
        <message>
            <source>no drill held here yet</source>
            <translation>尚未演练过</translation>
        </message>
        <message>
            <source>due {day} · last {last}</source>
            <translation>{day} 到期 · 上次 {last}</translation>
        </message>
        <message>
            <source>overdue</source>
            <translation>已逾期</translation>
        </message>
        <message>
            <source>planned</source>
            <translation>已安排</translation>
        </message>
        <message>
            <source>due</source>
            <translation>到期</translation>
        </message>
        <message>
            <source>held</source>
            <translation>已演练</translation>
        </message>
        <message>
            <source>{year}-{month}</source>
            <translation>{year}年{month}月</translation>
        </message>
        <message>
            <source>The month before</source>
            <translation>上个月</translation>
        </message>
        <message>
            <source>The month after</source>
            <translation>下个月</translation>
        </message>
        <message>
            <source>What happens in it</source>
            <translation>情景安排</translation>
        </message>
        <message>
            <source>+{n} min</source>
            <translation>+{n} 分</translation>
        </message>
        <message>
            <source>expected: {words}</source>
            <translation>应有处置：{words}</translation>
        </message>
        <message>
            <source>Who has practised it</source>
            <translation>演练覆盖</translation>
        </message>
        <message>
            <source>Its drills</source>
            <translation>演练记录</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>None was held or planned here yet. N plans one, B begins one now.</source>
            <translation>尚无演练记录。按 N 安排，按 B 立即开始。</translation>
        </message>
        <message>
            <source>“{title}”</source>
            <translation>“{title}”</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n} 分钟</translation>
        </message>
        <message>
            <source>every {n} months</source>
            <translation>每 {n} 个月一次</translation>
        </message>
        <message>
            <source>on the floor of {day}</source>
            <translation>现场数据取自 {day}</translation>
        </message>
        <message>
            <source>next by {day}</source>
            <translation>下次不晚于 {day}</translation>
        </message>
        <message>
            <source>What it is to show</source>
            <translation>演练目标</translation>
        </message>
        <message>
            <source>Passed when</source>
            <translation>合格标准</translation>
        </message>
        <message>
            <source>Go on with it</source>
            <translation>继续演练</translation>
        </message>
        <message>
            <source>Begin now</source>
            <translation>立即开始</translation>
        </message>
        <message>
            <source>At the table, 3 min</source>
            <translation>桌面推演 3 分钟</translation>
        </message>
        <message>
            <source>On our worst day</source>
            <translation>按最忙日演练</translation>
        </message>
        <message>
            <source>Call off</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>评分</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>复盘</translation>
        </message>
        <message>
            <source>Print the drill sheet</source>
            <translation>打印演练单</translation>
        </message>
        <message>
            <source>{n} papers on the wall no longer hold</source>
            <translation>{n} 份张贴资料已过期</translation>
        </message>
        <message>
            <source>{n} papers were never printed</source>
            <translation>{n} 份资料从未打印</translation>
        </message>
        <message>
            <source>Everything on the wall holds</source>
            <translation>张贴资料均为最新</translation>
        </message>
        <message>
            <source>All plans</source>
            <translation>全部预案</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>保存…</translation>
        </message>
        <message>
            <source>Nothing to print.</source>
            <translation>没有需要打印的资料。</translation>
        </message>
        <message>
            <source>printed {at}</source>
            <translation>打印于 {at}</translation>
        </message>
        <message>
            <source>The printed set</source>
            <translation>张贴资料</translation>
        </message>
        <message>
            <source>With the power out only paper is left: a page and role cards for each plan, a phone sheet, and all plans in one file for a phone.</source>
            <translation>停电时只有纸可用：每个预案一页图、岗位卡，应急电话表，以及手机可看的全部预案文件。</translation>
        </message>
        <message>
            <source>Print what is out of date</source>
            <translation>打印过期资料</translation>
        </message>
        <message>
            <source>Phone sheet</source>
            <translation>应急电话表</translation>
        </message>
        <message>
            <source>All as PDF files…</source>
            <translation>全部存为 PDF…</translation>
        </message>
        <message>
            <source>The file for phones…</source>
            <translation>手机版文件…</translation>
        </message>
        <message>
            <source>Not all has been said yet</source>
            <translation>尚未评完</translation>
        </message>
        <message>
            <source>Every inject, every step with a target and every pass criterion counts the same. Passed means: every inject and every criterion.</source>
            <translation>每个情景、每个有时限的步骤、每条合格标准分值相同；情景和合格标准全部达标才算合格。</translation>
        </message>
        <message>
            <source>Its plan is still being walked.</source>
            <translation>预案尚未走完。</translation>
        </message>
        <message>
            <source>When this happened: {inject}</source>
            <translation>情景：{inject}</translation>
        </message>
        <message>
            <source>Was it done? {expect}</source>
            <translation>是否做到？{expect}</translation>
        </message>
        <message>
            <source>Pass criterion {n} of {of}</source>
            <translation>合格标准 {n}/{of}</translation>
        </message>
        <message>
            <source>Pass criteria</source>
            <translation>合格标准</translation>
        </message>
        <message>
            <source>Injects</source>
            <translation>情景处置</translation>
        </message>
        <message>
            <source>Steps with a target</source>
            <translation>有时限的步骤</translation>
        </message>
        <message>
            <source>Change: not met</source>
            <translation>改为未达标</translation>
        </message>
        <message>
            <source>Change: met</source>
            <translation>改为达标</translation>
        </message>
        <message>
            <source>Nobody has been named yet (K): the coverage counts roles, and whom by name.</source>
            <translation>尚未登记参演人员（K）：覆盖情况按岗位统计，并记录工号。</translation>
        </message>
        <message>
            <source>The drill is over</source>
            <translation>结束演练</translation>
        </message>
        <message>
            <source>Break off</source>
            <translation>中止演练</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>All injects are answered</source>
            <translation>情景已全部作答</translation>
        </message>
        <message>
            <source>Told by the drill leader, to the whole table</source>
            <translation>导调告知全体参演人员</translation>
        </message>
        <message>
            <source>What is to be done first?</source>
            <translation>首先应当怎么做？</translation>
        </message>
        <message>
            <source>● Right</source>
            <translation>● 正确</translation>
        </message>
        <message>
            <source>■ Not what the plan says</source>
            <translation>■ 与预案不符</translation>
        </message>
        <message>
            <source>The plan expects: {words}</source>
            <translation>预案要求：{words}</translation>
        </message>
        <message>
            <source>What happens next</source>
            <translation>下一个情景</translation>
        </message>
        <message>
            <source>left · minute {n} of {of} in the story</source>
            <translation>剩余 · 剧情第 {n}/{of} 分钟</translation>
        </message>
        <message>
            <source>in the hall</source>
            <translation>现场演练</translation>
        </message>
        <message>
            <source>at the table</source>
            <translation>桌面推演</translation>
        </message>
        <message>
            <source>table-top</source>
            <translation>桌面推演</translation>
        </message>
        <message>
            <source>walk-through</source>
            <translation>流程演练</translation>
        </message>
        <message>
            <source>functional</source>
            <translation>功能演练</translation>
        </message>
        <message>
            <source>full scale</source>
            <translation>全面演练</translation>
        </message>
        <message>
            <source>morning</source>
            <translation>上午</translation>
        </message>
        <message>
            <source>afternoon</source>
            <translation>下午</translation>
        </message>
        <message>
            <source>closed hall</source>
            <translation>非营业时段</translation>
        </message>
        <message>
            <source>never practised</source>
            <translation>从未演练</translation>
        </message>
        <message>
            <source>due within 30 days</source>
            <translation>30 天内到期</translation>
        </message>
        <message>
            <source>practised in time</source>
            <translation>按期演练</translation>
        </message>
        <message>
            <source>running</source>
            <translation>演练中</translation>
        </message>
        <message>
            <source>called off</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>never printed</source>
            <translation>从未打印</translation>
        </message>
        <message>
            <source>the plan has changed since</source>
            <translation>预案已有新版本</translation>
        </message>
        <message>
            <source>a number has changed since</source>
            <translation>电话号码已变更</translation>
        </message>
        <message>
            <source>a plan is missing from it</source>
            <translation>缺少新增预案</translation>
        </message>
        <message>
            <source>the plan is no longer in use: take it down</source>
            <translation>预案已停用，请取下</translation>
        </message>
        <message>
            <source>one-page plan</source>
            <translation>一页预案</translation>
        </message>
        <message>
            <source>role cards</source>
            <translation>岗位卡</translation>
        </message>
        <message>
            <source>phone sheet</source>
            <translation>应急电话表</translation>
        </message>
        <message>
            <source>file for phones</source>
            <translation>手机版文件</translation>
        </message>
        <message>
            <source>DRILL</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>fewer than 1 customer</source>
            <translation>不足 1 位客户</translation>
        </message>
        <message>
            <source>about {n} customers</source>
            <translation>约 {n} 位客户</translation>
        </message>
        <message>
            <source>Nobody knows yet how busy this weekday is; the first hour of opening is proposed.</source>
            <translation>暂无该星期的客流记录，建议开门后第一时段。</translation>
        </message>
        <message>
            <source>{quiet} in this time, {busy} in the day's busiest; days it is known from: {n}.</source>
            <translation>该时段{quiet}，当日最忙时段约 {busy} 位；依据最近 {n} 个相同星期的记录。</translation>
        </message>
        <message>
            <source>This shift has never practised the plan.</source>
            <translation>该班次从未演练此预案。</translation>
        </message>
        <message>
            <source>{day}, from {hour}:00: {n} customers waited {mean} min on average. The drill begins at {at} with {waiting} people waiting.</source>
            <translation>{day} {hour}:00 起一小时：{n} 位客户平均等候 {mean} 分钟。演练从 {at} 开始，当时 {waiting} 人在等候。</translation>
        </message>
        <message>
            <source>injects {met} of {of}</source>
            <translation>情景 {met}/{of}</translation>
        </message>
        <message>
            <source>steps in time {met} of {of}</source>
            <translation>按时步骤 {met}/{of}</translation>
        </message>
        <message>
            <source>pass criteria {met} of {of}</source>
            <translation>合格标准 {met}/{of}</translation>
        </message>
        <message>
            <source>Passed</source>
            <translation>合格</translation>
        </message>
        <message>
            <source>Not passed</source>
            <translation>不合格</translation>
        </message>
        <message>
            <source>not done</source>
            <translation>未完成</translation>
        </message>
        <message>
            <source>done ahead of its turn, target {target}</source>
            <translation>提前完成，时限 {target}</translation>
        </message>
        <message>
            <source>took {spent}, target {target}</source>
            <translation>用时 {spent}，时限 {target}</translation>
        </message>
        <message>
            <source>met</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>not met</source>
            <translation>未达标</translation>
        </message>
        <message>
            <source>nobody has said yet: counts as not met</source>
            <translation>尚未评定：按未达标计</translation>
        </message>
        <message>
            <source>Inject {n} of {of} · +{at} min</source>
            <translation>情景 {n}/{of} · 第 {at} 分钟</translation>
        </message>
        <message>
            <source>The reviews have no screen here.</source>
            <translation>此处没有复盘界面。</translation>
        </message>
        <message>
            <source>Calendar 1</source>
            <translation>演练日历 1</translation>
        </message>
        <message>
            <source>Coverage 2</source>
            <translation>覆盖情况 2</translation>
        </message>
        <message>
            <source>Printed set 3</source>
            <translation>张贴资料 3</translation>
        </message>
        <message>
            <source>No plan fits this search</source>
            <translation>没有找到预案</translation>
        </message>
        <message>
            <source>Esc clears it. Plans are found by their name or their first letters.</source>
            <translation>按 Esc 清除。可按名称或拼音首字母查找预案。</translation>
        </message>
        <message>
            <source>At the counters then (played again)</source>
            <translation>当时在办号码（回放）</translation>
        </message>
        <message>
            <source>Writing the files. It takes a little while …</source>
            <translation>正在生成文件，请稍候……</translation>
        </message>
        <message>
            <source>Saved: {path}. Files do not count as printed, only what is printed here does.</source>
            <translation>已保存：{path}。保存为文件不计为已打印，在此打印才计。</translation>
        </message>
        <message>
            <source>Held, broken off, called off</source>
            <translation>已演练、已中止、已取消</translation>
        </message>
        <message>
            <source>assembly point</source>
            <translation>集合点</translation>
        </message>
        <message>
            <source>Broken off: it does not count as held</source>
            <translation>已中止：不计入已演练</translation>
        </message>
        <message>
            <source>broken off</source>
            <translation>已中止</translation>
        </message>
        <message>
            <source>Reading the drills …</source>
            <translation>正在读取演练……</translation>
        </message>
        <message>
            <source>The only inject has come.</source>
            <translation>唯一的情景已注入。</translation>
        </message>
        <message>
            <source>{n} paper printed. Take the old one down.</source>
            <translation>已打印 {n} 份，请取下旧的。</translation>
        </message>
        <message>
            <source>every month</source>
            <translation>每月</translation>
        </message>
        <message>
            <source>{n} paper on the wall no longer holds</source>
            <translation>{n} 份张贴资料已过期</translation>
        </message>
        <message>
            <source>{n} paper was never printed</source>
            <translation>{n} 份资料从未打印</translation>
        </message>
        <message>
            <source>about {n} customer</source>
            <translation>约 {n} 位客户</translation>
        </message>
    </context>
    <context>
        <name>Emergency</name>
        <message>
            <source>running: Enter goes on</source>
            <translation>执行中：按 Enter 继续</translation>
        </message>
        <message>
            <source>Which plan?</source>
            <translation>启动哪个预案？</translation>
        </message>
        <message>
            <source>Two letters (td, po …), then Enter</source>
            <translation>输入两个拼音首字母（如 td 停电），回车启动</translation>
        </message>
        <message>
            <source>Find a plan</source>
            <translation>查找预案</translation>
        </message>
        <message>
            <source>No plan fits. Esc clears; Ctrl+I notes the event at once.</source>
            <translation>没有符合的预案。可先按 Ctrl+I 记下事件。</translation>
        </message>
        <message>
            <source>Reported</source>
            <translation>已报告</translation>
        </message>
        <message>
            <source>{span} left</source>
            <translation>剩 {span}</translation>
        </message>
        <message>
            <source>{span} over</source>
            <translation>超 {span}</translation>
        </message>
        <message>
            <source>Reports owed</source>
            <translation>必须上报</translation>
        </message>
        <message>
            <source>Contacts</source>
            <translation>联系人</translation>
        </message>
        <message>
            <source>Called {who}</source>
            <translation>已致电{who}</translation>
        </message>
        <message>
            <source>Steps · {done} done</source>
            <translation>预案步骤 · 已完成 {done}</translation>
        </message>
        <message>
            <source>To the floor</source>
            <translation>回到现场</translation>
        </message>
        <message>
            <source>Step {n} · {role}</source>
            <translation>第 {n} 步 · 负责：{role}</translation>
        </message>
        <message>
            <source>End the plan</source>
            <translation>结束预案</translation>
        </message>
        <message>
            <source>Start as well: {plan}</source>
            <translation>同时启动：{plan}</translation>
        </message>
        <message>
            <source>■ Emergency</source>
            <translation>■ 应急进行中</translation>
        </message>
        <message>
            <source>■ DRILL</source>
            <translation>■ 演练</translation>
        </message>
        <message>
            <source>Say to customers</source>
            <translation>对客户说</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>记一笔</translation>
        </message>
        <message>
            <source>Back a step</source>
            <translation>返回上一步</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Make small</source>
            <translation>最小化</translation>
        </message>
        <message>
            <source>not graded</source>
            <translation>未定级</translation>
        </message>
        <message>
            <source>Resolved</source>
            <translation>已解决</translation>
        </message>
        <message>
            <source>Handed over</source>
            <translation>已移交</translation>
        </message>
        <message>
            <source>Escalated</source>
            <translation>已升级</translation>
        </message>
        <message>
            <source>Broken off</source>
            <translation>已中止</translation>
        </message>
        <message>
            <source>wait {span}</source>
            <translation>等待 {span}</translation>
        </message>
        <message>
            <source>within {span}</source>
            <translation>目标 {span}内</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n} 分钟</translation>
        </message>
        <message>
            <source>{n} s</source>
            <translation>{n} 秒</translation>
        </message>
        <message>
            <source>Plan started</source>
            <translation>启动预案</translation>
        </message>
        <message>
            <source>Not done: {step}</source>
            <translation>未完成：{step}</translation>
        </message>
        <message>
            <source>Back to: {step}</source>
            <translation>返回：{step}</translation>
        </message>
        <message>
            <source>Besides: {words}</source>
            <translation>另外：{words}</translation>
        </message>
        <message>
            <source>Note: {words}</source>
            <translation>记：{words}</translation>
        </message>
        <message>
            <source>{who}: no answer</source>
            <translation>{who}无人接听</translation>
        </message>
        <message>
            <source>Reported to {who}</source>
            <translation>已报告{who}</translation>
        </message>
        <message>
            <source>{role}: {staff}</source>
            <translation>{role}：{staff}</translation>
        </message>
        <message>
            <source>Command goes to {staff}</source>
            <translation>指挥移交 {staff}</translation>
        </message>
        <message>
            <source>{at}, told {told}</source>
            <translation>{at}（{told} 补记）</translation>
        </message>
        <message>
            <source>Another plan</source>
            <translation>其他预案</translation>
        </message>
        <message>
            <source>Not needed here</source>
            <translation>本次不需要</translation>
        </message>
        <message>
            <source>Nobody is free for it</source>
            <translation>无人可派</translation>
        </message>
        <message>
            <source>Equipment fails</source>
            <translation>设备失效</translation>
        </message>
        <message>
            <source>Too dangerous</source>
            <translation>有危险</translation>
        </message>
        <message>
            <source>Why can it not be done?</source>
            <translation>为什么无法完成？</translation>
        </message>
        <message>
            <source>Another reason, then Enter</source>
            <translation>其他原因，回车确认</translation>
        </message>
        <message>
            <source>What happened?</source>
            <translation>发生了什么？</translation>
        </message>
        <message>
            <source>A note for the timeline, then Enter</source>
            <translation>记入时间线，回车确认</translation>
        </message>
        <message>
            <source>What was done besides the plan?</source>
            <translation>预案之外做了什么？</translation>
        </message>
        <message>
            <source>What was done and by whom, then Enter</source>
            <translation>做了什么、谁做的，回车确认</translation>
        </message>
        <message>
            <source>From a file</source>
            <translation>从文件</translation>
        </message>
        <message>
            <source>From the clipboard</source>
            <translation>从剪贴板</translation>
        </message>
        <message>
            <source>With the camera</source>
            <translation>用摄像头拍</translation>
        </message>
        <message>
            <source>A photo for this step</source>
            <translation>为这一步拍照</translation>
        </message>
        <message>
            <source>How serious is it?</source>
            <translation>事件几级？</translation>
        </message>
        <message>
            <source>False alarm</source>
            <translation>误报</translation>
        </message>
        <message>
            <source>Another plan took over</source>
            <translation>已转其他预案</translation>
        </message>
        <message>
            <source>It was over before the plan was</source>
            <translation>事件已提前结束</translation>
        </message>
        <message>
            <source>Why does it end here?</source>
            <translation>为什么在此结束？</translation>
        </message>
        <message>
            <source>Which role is taken?</source>
            <translation>认领哪个角色？</translation>
        </message>
        <message>
            <source>Who takes it: {role}?</source>
            <translation>谁来担任：{role}？</translation>
        </message>
        <message>
            <source>Now: {staff}</source>
            <translation>现为：{staff}</translation>
        </message>
        <message>
            <source>Another staff number, then Enter</source>
            <translation>其他工号，回车确认</translation>
        </message>
        <message>
            <source>Who takes the command?</source>
            <translation>指挥移交给谁？</translation>
        </message>
        <message>
            <source>Command goes to {staff}. What are they told?</source>
            <translation>指挥移交给 {staff}，交代什么？</translation>
        </message>
        <message>
            <source>Nothing more: they were here</source>
            <translation>无需交代：一直在场</translation>
        </message>
        <message>
            <source>Situation, what runs, what is next; then Enter</source>
            <translation>现状、在办事项、下一步，回车确认</translation>
        </message>
        <message>
            <source>Grade the event</source>
            <translation>事件定级</translation>
        </message>
        <message>
            <source>Who has which role</source>
            <translation>角色分工</translation>
        </message>
        <message>
            <source>Hand over the command</source>
            <translation>移交指挥</translation>
        </message>
        <message>
            <source>Add a step the plan does not have</source>
            <translation>补记预案之外的步骤</translation>
        </message>
        <message>
            <source>Calm view: large and dark</source>
            <translation>简洁模式：大字深色</translation>
        </message>
        <message>
            <source>Another plan as well</source>
            <translation>同时启动其他预案</translation>
        </message>
        <message>
            <source>End the plan here …</source>
            <translation>在此结束预案…</translation>
        </message>
        <message>
            <source>The most urgent report was made</source>
            <translation>最急的一项已上报</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>Done, next</source>
            <translation>完成，下一步</translation>
        </message>
        <message>
            <source>In a few words, then Enter</source>
            <translation>简要写明，回车确认</translation>
        </message>
        <message>
            <source>Full view (C)</source>
            <translation>完整界面（C）</translation>
        </message>
        <message>
            <source>Cannot…</source>
            <translation>无法完成…</translation>
        </message>
        <message>
            <source>Enter starts this plan</source>
            <translation>回车启动此预案</translation>
        </message>
        <message>
            <source>elapsed</source>
            <translation>已用时</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等候</translation>
        </message>
        <message>
            <source>Longest</source>
            <translation>最长</translation>
        </message>
        <message>
            <source>At counters</source>
            <translation>在办</translation>
        </message>
        <message>
            <source>Counters open</source>
            <translation>开窗</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>In time</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>number not filled in</source>
            <translation>号码未填</translation>
        </message>
        <message>
            <source>Call now</source>
            <translation>现在拨打</translation>
        </message>
        <message>
            <source>Fewer contacts</source>
            <translation>收起联系人</translation>
        </message>
        <message>
            <source>{count} more contacts</source>
            <translation>其他联系人（{count}）</translation>
        </message>
        <message>
            <source>Answered</source>
            <translation>已接通</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>无人接</translation>
        </message>
        <message>
            <source>Timeline · writes itself, cannot be changed</source>
            <translation>时间线 · 自动记录，不可改</translation>
        </message>
        <message>
            <source>{count} photos</source>
            <translation>照片 {count} 张</translation>
        </message>
        <message>
            <source>All {count} lines</source>
            <translation>全部 {count} 条</translation>
        </message>
        <message>
            <source>Fewer lines</source>
            <translation>收起</translation>
        </message>
        <message>
            <source>Roles · a press takes one</source>
            <translation>角色 · 点一下即认领</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>认领</translation>
        </message>
        <message>
            <source>Command: {staff}</source>
            <translation>现场指挥：{staff}</translation>
        </message>
        <message>
            <source>✓ answered {time}</source>
            <translation>✓ 已接通 {time}</translation>
        </message>
        <message>
            <source>✗ no answer {time}</source>
            <translation>✗ 无人接 {time}</translation>
        </message>
        <message>
            <source>It is over · what comes now</source>
            <translation>应急结束 · 后续事项</translation>
        </message>
        <message>
            <source>Meanwhile · press what is done</source>
            <translation>同时进行 · 完成即点</translation>
        </message>
        <message>
            <source>At the counters now (live)</source>
            <translation>在办号码（自动）</translation>
        </message>
        <message>
            <source>■ Over by</source>
            <translation>■ 已超时</translation>
        </message>
        <message>
            <source>Left for this step</source>
            <translation>本步剩余</translation>
        </message>
        <message>
            <source>On this step since</source>
            <translation>本步计时</translation>
        </message>
        <message>
            <source>The way</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>Reports, calls, log</source>
            <translation>上报、电话、记录</translation>
        </message>
        <message>
            <source>The step</source>
            <translation>当前步骤</translation>
        </message>
        <message>
            <source>Reports · {left}</source>
            <translation>上报 · {left}</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>拍照</translation>
        </message>
        <message>
            <source>DRILL</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Emergency</source>
            <translation>应急进行中</translation>
        </message>
        <message>
            <source>Back to it</source>
            <translation>回到预案</translation>
        </message>
        <message>
            <source>Pause calling at {count} counters</source>
            <translation>暂停 {count} 个窗口叫号</translation>
        </message>
        <message>
            <source>Close {count} free counters</source>
            <translation>关闭 {count} 个空闲窗口</translation>
        </message>
        <message>
            <source>No more numbers for {count} services</source>
            <translation>{count} 类业务停止发号</translation>
        </message>
        <message>
            <source>Set paper numbers aside for {count} services</source>
            <translation>为 {count} 类业务预留纸号</translation>
        </message>
        <message>
            <source>Take back: let {count} counters call again</source>
            <translation>撤回：{count} 个窗口恢复叫号</translation>
        </message>
        <message>
            <source>Take back: open {count} counters again</source>
            <translation>撤回：重新开启 {count} 个窗口</translation>
        </message>
        <message>
            <source>Take back: give numbers for {count} services again</source>
            <translation>撤回：{count} 类业务恢复发号</translation>
        </message>
        <message>
            <source>Photos can be kept once the hall is open. Keep them on the phone until then.</source>
            <translation>网点数据打开后才能保存照片，请先留在手机里。</translation>
        </message>
        <message>
            <source>Head count at the assembly point</source>
            <translation>集合点清点人数</translation>
        </message>
        <message>
            <source>More · a letter, or the digit of its place</source>
            <translation>更多 · 按字母，或按第几个的数字</translation>
        </message>
        <message>
            <source>Do not say</source>
            <translation>不要说</translation>
        </message>
        <message>
            <source>now</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>Who may decide what · more than that goes one rung up</source>
            <translation>谁能定什么 · 超出权限报上一级</translation>
        </message>
        <message>
            <source>Save the roll call</source>
            <translation>保存点名表</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>staff</source>
            <translation>员工</translation>
        </message>
        <message>
            <source>customer</source>
            <translation>客户</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>未到</translation>
        </message>
        <message>
            <source>✓ All are there</source>
            <translation>✓ 全部到齐</translation>
        </message>
        <message>
            <source>■ {count} missing</source>
            <translation>■ {count}人未到</translation>
        </message>
        <message>
            <source>Nobody was known to be in the hall</source>
            <translation>系统中没有在厅人员</translation>
        </message>
        <message>
            <source>Head count</source>
            <translation>清点人数</translation>
        </message>
        <message>
            <source>assembly point: {place}</source>
            <translation>集合点：{place}</translation>
        </message>
        <message>
            <source>Which one?</source>
            <translation>是哪一位？</translation>
        </message>
        <message>
            <source>{who} was not known to be in the hall. Who is it?</source>
            <translation>{who}不在名单上，是谁？</translation>
        </message>
        <message>
            <source>A customer with this number</source>
            <translation>持此号的客户</translation>
        </message>
        <message>
            <source>Staff or somebody at work here</source>
            <translation>员工或在此作业的人员</translation>
        </message>
        <message>
            <source>A slip of the finger</source>
            <translation>按错了</translation>
        </message>
        <message>
            <source>{who} is there already; a press on the tile takes it back.</source>
            <translation>{who}已经点到；按一下方块可撤回。</translation>
        </message>
        <message>
            <source>How many customers stand there?</source>
            <translation>集合点有多少位客户？</translation>
        </message>
        <message>
            <source>A number, then Enter</source>
            <translation>输入人数后回车</translation>
        </message>
        <message>
            <source>A number, please.</source>
            <translation>请输入数字。</translation>
        </message>
        <message>
            <source>Where is the assembly point?</source>
            <translation>集合点在哪里？</translation>
        </message>
        <message>
            <source>Print the roll call</source>
            <translation>打印点名表</translation>
        </message>
        <message>
            <source>Save it as a PDF</source>
            <translation>存为PDF</translation>
        </message>
        <message>
            <source>The roll call on paper</source>
            <translation>纸质点名表</translation>
        </message>
        <message>
            <source>Staff number or digits of a slip, then Enter</source>
            <translation>输入工号或号票数字后回车</translation>
        </message>
        <message>
            <source>Count customers</source>
            <translation>点客户数</translation>
        </message>
        <message>
            <source>Assembly point</source>
            <translation>集合点</translation>
        </message>
        <message>
            <source>On paper</source>
            <translation>纸质表</translation>
        </message>
        <message>
            <source>Staff {here} of {all} · customers {there} of {expected}</source>
            <translation>员工{here}/{all} · 客户{there}/{expected}</translation>
        </message>
        <message>
            <source>counted {count}</source>
            <translation>清点{count}人</translation>
        </message>
        <message>
            <source>Give back {count} unused numbers</source>
            <translation>退回{count}个未用号码</translation>
        </message>
        <message>
            <source>Give these numbers back? Slips with them cannot be typed in any more.</source>
            <translation>退回这些号码？退回后，持这些号码的纸号不能再补录。</translation>
        </message>
        <message>
            <source>Give back</source>
            <translation>退回</translation>
        </message>
        <message>
            <source>No, there are slips left</source>
            <translation>否，还有纸号未补录</translation>
        </message>
        <message>
            <source>Paper numbers: type in what was written by hand</source>
            <translation>纸号补录：把手写的号码录入系统</translation>
        </message>
        <message>
            <source>Back (Esc)</source>
            <translation>返回（Esc）</translation>
        </message>
        <message>
            <source>Taken</source>
            <translation>取号</translation>
        </message>
        <message>
            <source>Called</source>
            <translation>叫号</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>1 served 2 left 3 no-show</source>
            <translation>1办结 2离开 3未到</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>Times like 1432 · Enter: next field · + as in the row above · an empty line: next number · ↑ ↓ row · PgDn next service</source>
            <translation>时间如1432 · 回车：下一格 · + 同上一行 · 空行回车：下一号 · ↑ ↓ 换行 · PgDn 下一业务</translation>
        </message>
        <message>
            <source>No paper numbers are left to type in. A plan that sets some aside brings them here.</source>
            <translation>没有待补录的纸质号。启用纸质号的预案会带你到这里。</translation>
        </message>
        <message>
            <source>Take this row back</source>
            <translation>撤回本行</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>号码</translation>
        </message>
        <message>
            <source>How it ended</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Wait</source>
            <translation>等候</translation>
        </message>
        <message>
            <source>served</source>
            <translation>已办结</translation>
        </message>
        <message>
            <source>left</source>
            <translation>离开</translation>
        </message>
        <message>
            <source>did not come</source>
            <translation>过号未到</translation>
        </message>
        <message>
            <source>Type in the paper numbers: {count} left</source>
            <translation>补录纸号：还有{count}个</translation>
        </message>
        <message>
            <source>DRILL · timeline, writes itself, cannot be changed</source>
            <translation>演练 · 时间线 · 不可改</translation>
        </message>
        <message>
            <source>(next: {staff})</source>
            <translation>（建议：{staff}）</translation>
        </message>
        <message>
            <source>To the score</source>
            <translation>去评分</translation>
        </message>
        <message>
            <source>Head count: {count} missing</source>
            <translation>清点人数：{count}人未到</translation>
        </message>
        <message>
            <source>Head count: {staff} staff, {people} customers expected</source>
            <translation>开始清点：应到员工{staff}人、客户{people}人</translation>
        </message>
        <message>
            <source>Not there: {who}</source>
            <translation>更正，未到：{who}</translation>
        </message>
        <message>
            <source>There: {who}</source>
            <translation>已到：{who}</translation>
        </message>
        <message>
            <source>Customers counted: {count}</source>
            <translation>清点到客户{count}人</translation>
        </message>
        <message>
            <source>Here it is in earnest: a plan begun now breaks the drill off.</source>
            <translation>此处为真实处置：现在启动预案，演练即中止。</translation>
        </message>
        <message>
            <source>Its review waits under Reviews.</source>
            <translation>复盘已列入“复盘”待办。</translation>
        </message>
        <message>
            <source>Walked while the hall could not be opened; taken over from the side file.</source>
            <translation>网点数据打不开时执行，已由旁存文件补记。</translation>
        </message>
        <message>
            <source>The hall is still being opened. The emergency plans are there already.</source>
            <translation>网点数据正在打开，应急预案现在就能用。</translation>
        </message>
        <message>
            <source>The hall is not open, and nothing can be written on this computer: what you do is known only while the program runs. Note the times on paper.</source>
            <translation>网点数据未打开，本机也无法写入：操作只在程序运行期间保留，请用纸笔记下时间。</translation>
        </message>
        <message>
            <source>The hall is not open. What you do is kept in a file and goes into its journal later.</source>
            <translation>网点数据未打开。每一步都已另存为文件，打开后自动补记到日志。</translation>
        </message>
        <message>
            <source>The hall is not open, and its folder cannot be written. What you do is kept in {file} and goes into the journal later.</source>
            <translation>网点数据未打开，数据文件夹无法写入。每一步都保存在 {file}，打开后自动补记到日志。</translation>
        </message>
        <message>
            <source>Type in the paper numbers: {count} left (F6)</source>
            <translation>补录纸号：还有 {count} 个（F6）</translation>
        </message>
        <message>
            <source>Let other counters take {service} too: {count}</source>
            <translation>分流：让 {count} 个其他窗口也办理{service}</translation>
        </message>
        <message>
            <source>Take back: only their own services at {count} counters</source>
            <translation>撤回：{count} 个窗口恢复只办本窗口业务</translation>
        </message>
        <message>
            <source>Later: a card on the floor keeps asking</source>
            <translation>稍后再定，现场页继续提醒</translation>
        </message>
        <message>
            <source>How serious was it?</source>
            <translation>事件几级？</translation>
        </message>
        <message>
            <source>Is the incident over too?</source>
            <translation>事件也结束了吗？</translation>
        </message>
        <message>
            <source>Yes, at {time}</source>
            <translation>是，{time}结束</translation>
        </message>
        <message>
            <source>Not yet: a card on the floor keeps asking</source>
            <translation>尚未结束，现场页继续提醒</translation>
        </message>
        <message>
            <source>{staff} is not here today</source>
            <translation>{staff}今天不在岗</translation>
        </message>
        <message>
            <source>not here</source>
            <translation>不在岗</translation>
        </message>
        <message>
            <source>{count} min left</source>
            <translation>还剩 {count} 分钟</translation>
        </message>
        <message>
            <source>{count} min over</source>
            <translation>超时 {count} 分钟</translation>
        </message>
        <message>
            <source>every {n} min until it is over</source>
            <translation>结束前每{n}分钟续报</translation>
        </message>
        <message>
            <source>last told {time}</source>
            <translation>上次{time}</translation>
        </message>
        <message>
            <source>one photo</source>
            <translation>1张照片</translation>
        </message>
        <message>
            <source>{staff} · not here</source>
            <translation>{staff} · 不在岗</translation>
        </message>
        <message>
            <source>(not here, next: {staff})</source>
            <translation>（不在岗，建议：{staff}）</translation>
        </message>
        <message>
            <source>{count} plans at once, first:</source>
            <translation>同时执行 {count} 个预案，最急：</translation>
        </message>
        <message>
            <source>This is a sample hall: nothing is real and nothing is kept. To be led through an emergency plan, press F12 and choose a tile.</source>
            <translation>这是示范网点，数据均为虚构且不保存。想体验应急预案逐步引导，请按 F12 并选择一个预案。</translation>
        </message>
        <message>
            <source>Try a plan</source>
            <translation>试走预案</translation>
        </message>
        <message>
            <source>This computer's clock is {minutes} min behind what was recorded. The plan's times go on from there; please set the clock right.</source>
            <translation>电脑时钟比已有记录慢 {minutes} 分钟。预案计时从最后一条记录接着走，请校正时钟。</translation>
        </message>
        <message>
            <source>{n} h</source>
            <translation>{n} 小时</translation>
        </message>
        <message>
            <source>Give back {count} unused number</source>
            <translation>退回{count}个未用号码</translation>
        </message>
        <message>
            <source>{count} more contact</source>
            <translation>其他联系人（{count}）</translation>
        </message>
        <message>
            <source>Grade I</source>
            <translation>Ⅰ级</translation>
        </message>
        <message>
            <source>Grade II</source>
            <translation>Ⅱ级</translation>
        </message>
        <message>
            <source>Grade III</source>
            <translation>Ⅲ级</translation>
        </message>
        <message>
            <source>Grade IV</source>
            <translation>Ⅳ级</translation>
        </message>
        <message>
            <source>Pause calling at {count} counter</source>
            <translation>暂停 {count} 个窗口叫号</translation>
        </message>
        <message>
            <source>Close {count} free counter</source>
            <translation>关闭 {count} 个空闲窗口</translation>
        </message>
        <message>
            <source>No more numbers for {count} service</source>
            <translation>{count} 类业务停止发号</translation>
        </message>
        <message>
            <source>Set paper numbers aside for {count} service</source>
            <translation>为 {count} 类业务预留纸号</translation>
        </message>
        <message>
            <source>Take back: let {count} counter call again</source>
            <translation>撤回：{count} 个窗口恢复叫号</translation>
        </message>
        <message>
            <source>Take back: open {count} counter again</source>
            <translation>撤回：重新开启 {count} 个窗口</translation>
        </message>
        <message>
            <source>Take back: give numbers for {count} service again</source>
            <translation>撤回：{count} 类业务恢复发号</translation>
        </message>
        <message>
            <source>Take back: only its own services at {count} counter</source>
            <translation>撤回：{count} 个窗口恢复只办本窗口业务</translation>
        </message>
        <message>
            <source>Grade said: {grade}</source>
            <translation>定为{grade}</translation>
        </message>
    </context>
    <context>
        <name>Fairness</name>
        <message>
            <source>Called ahead, by hour</source>
            <translation>每小时提前叫号</translation>
        </message>
        <message>
            <source>By reason</source>
            <translation>按原因</translation>
        </message>
        <message>
            <source>By service</source>
            <translation>按业务</translation>
        </message>
        <message>
            <source>What a jump costs</source>
            <translation>多等时间怎样计算</translation>
        </message>
        <message>
            <source>The time it kept a counter busy, shared by the counters then open for that service. Nobody pays for longer than they still stood in line.</source>
            <translation>提前叫到的客户占用窗口的时间，除以当时办理该业务的开放窗口数；每人最多计到其离开队列为止。</translation>
        </message>
        <message>
            <source>There is nothing to save.</source>
            <translation>没有可保存的内容。</translation>
        </message>
        <message>
            <source>Called ahead of others</source>
            <translation>先于他人叫号</translation>
        </message>
        <message>
            <source>Only {name}: {count} (Esc: all)</source>
            <translation>仅看{name}：{count} 次（Esc 显示全部）</translation>
        </message>
        <message>
            <source>Looking through the day…</source>
            <translation>正在查看当日记录…</translation>
        </message>
        <message>
            <source>Nobody was called ahead of others</source>
            <translation>没有先于他人叫号的情况</translation>
        </message>
        <message>
            <source>Whenever a priority class, an appointment or a call by hand passes over somebody who has waited longer, it is listed here: who was called, why, and how many minutes it cost each of them.</source>
            <translation>凡因优先客户、预约或人工插叫而越过等候更久的客户，都会列在这里：叫了谁、为什么、每位被顺延的客户多等了几分钟。</translation>
        </message>
        <message>
            <source>Today so far</source>
            <translation>今天至今</translation>
        </message>
        <message>
            <source>A past day</source>
            <translation>往日</translation>
        </message>
        <message>
            <source>Today is on show.</source>
            <translation>正在显示今天。</translation>
        </message>
        <message>
            <source>Save the list</source>
            <translation>保存清单</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Calendar</source>
            <translation>日历</translation>
        </message>
        <message>
            <source>Save as CSV</source>
            <translation>导出 CSV</translation>
        </message>
        <message>
            <source>Print the rule</source>
            <translation>打印叫号规则</translation>
        </message>
        <message>
            <source>One line for every call that passed over people who had waited longer for that service.</source>
            <translation>每行是一次叫号：越过了同一业务中等候更久的客户。</translation>
        </message>
        <message>
            <source>times</source>
            <translation>次</translation>
        </message>
        <message>
            <source>people</source>
            <translation>人</translation>
        </message>
        <message>
            <source>Called ahead</source>
            <translation>提前叫号</translation>
        </message>
        <message>
            <source>Passed over</source>
            <translation>被顺延</translation>
        </message>
        <message>
            <source>Time they paid</source>
            <translation>合计多等</translation>
        </message>
        <message>
            <source>Fullest hour</source>
            <translation>最密一小时</translation>
        </message>
        <message>
            <source>Passed over too late</source>
            <translation>久等仍被越过</translation>
        </message>
        <message>
            <source>of {calls} calls</source>
            <translation>共叫号 {calls} 次</translation>
        </message>
        <message>
            <source>{time} each, on average</source>
            <translation>平均每人多等 {time}</translation>
        </message>
        <message>
            <source>min</source>
            <translation>分</translation>
        </message>
        <message>
            <source>by all of them together</source>
            <translation>所有被顺延客户相加</translation>
        </message>
        <message>
            <source>in any 60 min; limit {count}</source>
            <translation>任意 60 分钟内；上限 {count} 次</translation>
        </message>
        <message>
            <source>after {minutes} min of waiting; longest {time}</source>
            <translation>等满 {minutes} 分钟之后；最久 {time}</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Ticket</source>
            <translation>号码</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Passed over, and the time it cost each</source>
            <translation>被顺延的客户及各自多等的时间</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>合计多等</translation>
        </message>
        <message>
            <source>Counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>{people} passed over</source>
            <translation>顺延 {people} 人</translation>
        </message>
        <message>
            <source>{name}: {jumps} called ahead, {people} passed over, {sum} paid</source>
            <translation>{name}：提前叫号 {jumps} 次，顺延 {people} 人，多等 {sum}</translation>
        </message>
        <message>
            <source>limit {count} an hour</source>
            <translation>每小时上限 {count} 次</translation>
        </message>
        <message>
            <source>{hour}:00 to {next}:00: {counted} counted, {other} other</source>
            <translation>{hour}:00 至 {next}:00：计入上限 {counted} 次，其他 {other} 次</translation>
        </message>
        <message>
            <source>Priority class</source>
            <translation>优先客户</translation>
        </message>
        <message>
            <source>Appointment</source>
            <translation>预约</translation>
        </message>
        <message>
            <source>Called by hand</source>
            <translation>人工插叫</translation>
        </message>
        <message>
            <source>Sent to this counter</source>
            <translation>转至本窗口</translation>
        </message>
        <message>
            <source>No reason known</source>
            <translation>原因不明</translation>
        </message>
        <message>
            <source>Priority: {priority}</source>
            <translation>优先：{priority}</translation>
        </message>
        <message>
            <source>By hand: {reason}</source>
            <translation>人工插叫：{reason}</translation>
        </message>
        <message>
            <source>Booked for this time</source>
            <translation>预约此时段</translation>
        </message>
        <message>
            <source>No reason known: the order of the queue machine</source>
            <translation>原因不明：排队机自行排序</translation>
        </message>
        <message>
            <source>{time}: {number} to counter {counter}. {why}. {people} passed over: {paid}. Together {sum}.</source>
            <translation>{time}：{number} 到 {counter} 号窗口。{why}。顺延 {people} 人：{paid}。合计多等 {sum}。</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Waited by then (s)</source>
            <translation>当时已等（秒）</translation>
        </message>
        <message>
            <source>Paid (s)</source>
            <translation>因此多等（秒）</translation>
        </message>
    </context>
    <context>
        <name>Feeds</name>
        <message>
            <source>Database of a queue system</source>
            <translation>排队系统数据库</translation>
        </message>
        <message>
            <source>Files in a folder</source>
            <translation>文件夹中的文件</translation>
        </message>
        <message>
            <source>Webhook</source>
            <translation>网络推送（Webhook）</translation>
        </message>
        <message>
            <source>Push from a queue system</source>
            <translation>排队系统推送</translation>
        </message>
        <message>
            <source>MQTT broker</source>
            <translation>MQTT 服务器</translation>
        </message>
        <message>
            <source>Simulated hall</source>
            <translation>模拟大厅</translation>
        </message>
        <message>
            <source>Replay of a recorded day</source>
            <translation>历史回放</translation>
        </message>
        <message>
            <source>Last answer</source>
            <translation>最近应答</translation>
        </message>
        <message>
            <source>Own desk since</source>
            <translation>本台接管自</translation>
        </message>
        <message>
            <source>It is switched off; switch it on under Edit.</source>
            <translation>已停用，可在“编辑”里启用。</translation>
        </message>
        <message>
            <source>It answers; nothing is to be taken over.</source>
            <translation>应答正常，无需接管。</translation>
        </message>
        <message>
            <source>Connect again</source>
            <translation>重新连接</translation>
        </message>
        <message>
            <source>Hand back</source>
            <translation>交还</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>接管</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Switched off</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>Not running</source>
            <translation>未运行</translation>
        </message>
        <message>
            <source>Lost, own desk runs</source>
            <translation>已失联，本台接管</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>已失联</translation>
        </message>
        <message>
            <source>Back, own desk still runs</source>
            <translation>已恢复，本台仍在取号</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>已连接</translation>
        </message>
        <message>
            <source>Answers late</source>
            <translation>应答迟缓</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Connecting</source>
            <translation>正在连接</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>尚无</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>刚刚</translation>
        </message>
        <message>
            <source>{age} ago</source>
            <translation>{age} 前</translation>
        </message>
        <message>
            <source>Its clock</source>
            <translation>时钟偏差</translation>
        </message>
        <message>
            <source>exact</source>
            <translation>准确</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>Facts today</source>
            <translation>今日记录</translation>
        </message>
        <message>
            <source>Tickets today</source>
            <translation>今日号票</translation>
        </message>
        <message>
            <source>Unknown values</source>
            <translation>未知值</translation>
        </message>
        <message>
            <source>Gaps</source>
            <translation>中断</translation>
        </message>
        <message>
            <source>{count}, {minutes} min</source>
            <translation>{count} 次，{minutes} 分钟</translation>
        </message>
        <message>
            <source>Not a source any more</source>
            <translation>已不是来源</translation>
        </message>
        <message>
            <source>Read in, or set up earlier today</source>
            <translation>已读入，或今天曾设置</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>已开启</translation>
        </message>
        <message>
            <source>Stands in for {source}</source>
            <translation>正在接管 {source}</translation>
        </message>
        <message>
            <source>Reserved numbers</source>
            <translation>备用号段</translation>
        </message>
        <message>
            <source>Own desk</source>
            <translation>本台</translation>
        </message>
        <message>
            <source>This console</source>
            <translation>本控制台</translation>
        </message>
        <message>
            <source>Call pads</source>
            <translation>网页叫号器</translation>
        </message>
        <message>
            <source>Page for the tellers' PCs</source>
            <translation>柜员电脑上的叫号网页</translation>
        </message>
        <message>
            <source>Queue systems send here</source>
            <translation>接收排队系统推送</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>已关闭</translation>
        </message>
        <message>
            <source>Cannot open</source>
            <translation>无法开启</translation>
        </message>
        <message>
            <source>this computer only</source>
            <translation>仅本机</translation>
        </message>
        <message>
            <source>local network</source>
            <translation>局域网</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Reachable from</source>
            <translation>访问范围</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>{paired}, {online} online</source>
            <translation>{paired} 个，在线 {online}</translation>
        </message>
        <message>
            <source>Paired pads</source>
            <translation>已配对</translation>
        </message>
        <message>
            <source>Open it…</source>
            <translation>开启…</translation>
        </message>
        <message>
            <source>The source began after it was issued. Its wait is not counted.</source>
            <translation>来源在取号之后才接入，不计其等候时间。</translation>
        </message>
        <message>
            <source>The source sent it twice with different times; the first counts.</source>
            <translation>来源发了两次且时间不同，以第一次为准。</translation>
        </message>
        <message>
            <source>The source's clock or order is wrong. Check its clock.</source>
            <translation>来源的时钟或次序有误，请检查其时钟。</translation>
        </message>
        <message>
            <source>The source's clock is ahead. Set it right.</source>
            <translation>来源的时钟偏快，请校准。</translation>
        </message>
        <message>
            <source>Somebody called it once more. Nothing to do if it was served.</source>
            <translation>有人又叫了一次；若已办理则无需处理。</translation>
        </message>
        <message>
            <source>Ask both counters who serves it; finish it at the other.</source>
            <translation>请问两个窗口由谁办理，在另一个窗口办结。</translation>
        </message>
        <message>
            <source>Look at its story; the end may have come from the wrong ticket.</source>
            <translation>请看号票经过，结束可能记错了号。</translation>
        </message>
        <message>
            <source>A message of the source was lost. Nothing to do.</source>
            <translation>来源漏发了一条消息，无需处理。</translation>
        </message>
        <message>
            <source>It came back after its end and counts as waiting again.</source>
            <translation>结束后又回到队列，重新计为等候。</translation>
        </message>
        <message>
            <source>It was sent on after its end and counts as waiting again.</source>
            <translation>结束后又被转号，重新计为等候。</translation>
        </message>
        <message>
            <source>The first end counts. Check what the profile takes for an end.</source>
            <translation>以第一次结束为准；请检查配置里以何为结束。</translation>
        </message>
        <message>
            <source>A call was lost, or two times are mixed up in the profile.</source>
            <translation>漏了一次叫号，或配置里两个时间弄反了。</translation>
        </message>
        <message>
            <source>Look at its story; a message of the source may be missing.</source>
            <translation>请看号票经过，来源可能漏了消息。</translation>
        </message>
        <message>
            <source>Add the service in the settings, or map its name in the profile.</source>
            <translation>请在设置里添加该业务，或在配置里对应它的名称。</translation>
        </message>
        <message>
            <source>Add the counter in the settings, or map its name in the profile.</source>
            <translation>请在设置里添加该窗口，或在配置里对应它的名称。</translation>
        </message>
        <message>
            <source>Open the counter on the floor, or finish the ticket there.</source>
            <translation>请在现场开启该窗口，或在那里办结。</translation>
        </message>
        <message>
            <source>Two customers hold the same number: call them by service and time.</source>
            <translation>两位客户号码相同，请按业务和时间区分叫号。</translation>
        </message>
        <message>
            <source>Finish the one that has gone; its end was not reported.</source>
            <translation>请办结已离开的那位，来源没有报告其结束。</translation>
        </message>
        <message>
            <source>Its opening was not reported. Open it on the floor.</source>
            <translation>来源没有报告开放，请在现场开启该窗口。</translation>
        </message>
        <message>
            <source>Its pause was not reported. Nothing to do.</source>
            <translation>来源没有报告暂停，无需处理。</translation>
        </message>
        <message>
            <source>The profile does not know these values. Map them, then read on.</source>
            <translation>配置里没有这些值，请补上对应关系。</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>另有 {count} 条</translation>
        </message>
        <message>
            <source>{count} lost or shut</source>
            <translation>{count} 个失联或无法开启</translation>
        </message>
        <message>
            <source>{count} to watch</source>
            <translation>{count} 个需留意</translation>
        </message>
        <message>
            <source>All in order</source>
            <translation>一切正常</translation>
        </message>
        <message>
            <source>Here the day's tickets are added up by who gave the number.</source>
            <translation>这里按发号来源汇总当天的号票。</translation>
        </message>
        <message>
            <source>Today: {parts} = {sum} tickets</source>
            <translation>今天：{parts} = {sum} 张号票</translation>
        </message>
        <message>
            <source>The figures of the floor count {count}: that agrees.</source>
            <translation>现场统计 {count} 张，一致。</translation>
        </message>
        <message>
            <source>The figures of the floor count {count}: that differs. Please report it.</source>
            <translation>现场统计 {count} 张，不一致，请反馈。</translation>
        </message>
        <message>
            <source>Given by two sources: {numbers}. Each counts as a customer of its own.</source>
            <translation>两个来源都发过：{numbers}。各算一位客户。</translation>
        </message>
        <message>
            <source>now</source>
            <translation>现在</translation>
        </message>
        <message>
            <source>{start}–{end}: {source} was not seen.</source>
            <translation>{start}–{end}:{source} 中断。</translation>
        </message>
        <message>
            <source>{start}–{end}: the own desk stood in for {source}.</source>
            <translation>{start}–{end}：本台接管 {source}。</translation>
        </message>
        <message>
            <source>No number was given then.</source>
            <translation>其间没有发号。</translation>
        </message>
        <message>
            <source>Numbers given then: {parts}.</source>
            <translation>其间发号：{parts}。</translation>
        </message>
        <message>
            <source>{source} is being connected again.</source>
            <translation>正在重新连接 {source}。</translation>
        </message>
        <message>
            <source>The own desk runs for {source}, with its reserved numbers.</source>
            <translation>本台已接管 {source}，使用备用号段。</translation>
        </message>
        <message>
            <source>{source} gives the numbers again.</source>
            <translation>{source} 恢复取号。</translation>
        </message>
        <message>
            <source>Read in a file</source>
            <translation>读入文件</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>What cannot be right</source>
            <translation>数据疑点</translation>
        </message>
        <message>
            <source>Nothing odd today. Numbers given twice, lost calls and unknown names are listed here.</source>
            <translation>今天没有异常。重号、漏叫和未知名称会列在这里。</translation>
        </message>
        <message>
            <source>Who gave the numbers</source>
            <translation>发号来源汇总</translation>
        </message>
        <message>
            <source>No queue system is connected: the own desk gives the numbers. To connect one, read in a file that it writes (M), or add a source in the settings (E).</source>
            <translation>尚未接入排队系统，由本台取号。要接入，可读入它写出的文件（M），或在设置里添加来源（E）。</translation>
        </message>
        <message>
            <source>Counter opened</source>
            <translation>窗口开放</translation>
        </message>
        <message>
            <source>Counter paused</source>
            <translation>窗口暂停</translation>
        </message>
        <message>
            <source>Counter back from pause</source>
            <translation>窗口恢复</translation>
        </message>
        <message>
            <source>Counter closed</source>
            <translation>窗口关闭</translation>
        </message>
        <message>
            <source>Staff signed on</source>
            <translation>员工签到</translation>
        </message>
        <message>
            <source>Staff signed off</source>
            <translation>员工签退</translation>
        </message>
        <message>
            <source>Unknown value</source>
            <translation>未知值</translation>
        </message>
        <message>
            <source>Numbers began anew</source>
            <translation>号码重新开始</translation>
        </message>
        <message>
            <source>Gap</source>
            <translation>中断</translation>
        </message>
        <message>
            <source>Asked for the lobby manager</source>
            <translation>请大堂经理到场</translation>
        </message>
        <message>
            <source>Restarts</source>
            <translation>号码重启</translation>
        </message>
        <message>
            <source>The order of the source's messages is wrong. Its times count.</source>
            <translation>来源的消息次序有误，以时间为准。</translation>
        </message>
        <message>
            <source>Ask who sits there, and sign the right person on.</source>
            <translation>请问是谁在岗，并让本人签到。</translation>
        </message>
        <message>
            <source>Not started</source>
            <translation>未启动</translation>
        </message>
        <message>
            <source>What it told first counts. Its supplier must give each event an id.</source>
            <translation>以首次上报为准，请让供应商为每个事件使用唯一编号。</translation>
        </message>
    </context>
    <context>
        <name>Floor</name>
        <message>
            <source>waited {wait}</source>
            <translation>已等 {wait}</translation>
        </message>
        <message>
            <source>booked</source>
            <translation>预约</translation>
        </message>
        <message>
            <source>longest {wait} ({level})</source>
            <translation>最长 {wait}({level})</translation>
        </message>
        <message>
            <source>newcomer {range}</source>
            <translation>新客预计 {range}</translation>
        </message>
        <message>
            <source>no more numbers</source>
            <translation>停止取号</translation>
        </message>
        <message>
            <source>no counter open</source>
            <translation>无窗口办理</translation>
        </message>
        <message>
            <source>{count} open</source>
            <translation>{count} 个窗口</translation>
        </message>
        <message>
            <source>{count} on hold</source>
            <translation>{count} 人挂起</translation>
        </message>
        <message>
            <source>people</source>
            <translation>人</translation>
        </message>
        <message>
            <source>Issue</source>
            <translation>取号</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>记事件</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>last known picture, {time}</source>
            <translation>最近一次画面，{time}</translation>
        </message>
        <message>
            <source>Staff {staff}</source>
            <translation>工号 {staff}</translation>
        </message>
        <message>
            <source>Open counter</source>
            <translation>开启窗口</translation>
        </message>
        <message>
            <source>asks for you</source>
            <translation>呼叫经理</translation>
        </message>
        <message>
            <source>not set up</source>
            <translation>未设置</translation>
        </message>
        <message>
            <source>takes long</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>nobody comes</source>
            <translation>无人应答</translation>
        </message>
        <message>
            <source>not back yet</source>
            <translation>逾时未回</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason} {time} 回</translation>
        </message>
        <message>
            <source>back {time}</source>
            <translation>{time} 回</translation>
        </message>
        <message>
            <source>Counters</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>People waiting through the day</source>
            <translation>今日等候人数</translation>
        </message>
        <message>
            <source>The line begins with the first ticket of the day.</source>
            <translation>取出今日第一个号后开始绘制。</translation>
        </message>
        <message>
            <source>{now} waiting now; most: {most} at {time}</source>
            <translation>现在等候 {now} 人；最多 {most} 人，{time}</translation>
        </message>
        <message>
            <source>people in line, each minute</source>
            <translation>每分钟排队人数</translation>
        </message>
        <message>
            <source>{minutes} min wait at the present pace</source>
            <translation>按当前速度等候 {minutes} 分钟的人数线</translation>
        </message>
        <message>
            <source>now {time}</source>
            <translation>现在 {time}</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>等候 {count} 人</translation>
        </message>
        <message>
            <source>{issued} today · {served} served</source>
            <translation>今日取号 {issued} · 办结 {served}</translation>
        </message>
        <message>
            <source>{issued} today</source>
            <translation>今日取号 {issued}</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等候人数</translation>
        </message>
        <message>
            <source>Longest wait</source>
            <translation>最长等候</translation>
        </message>
        <message>
            <source>nobody waits</source>
            <translation>无人等候</translation>
        </message>
        <message>
            <source>over the {minutes} min target</source>
            <translation>超过 {minutes} 分钟目标</translation>
        </message>
        <message>
            <source>target {minutes} min</source>
            <translation>目标 {minutes} 分钟</translation>
        </message>
        <message>
            <source>over {minutes} min</source>
            <translation>超过 {minutes} 分</translation>
        </message>
        <message>
            <source>Newcomers wait</source>
            <translation>新客预计等待</translation>
        </message>
        <message>
            <source>80 % sure</source>
            <translation>80% 把握</translation>
        </message>
        <message>
            <source>rough so far</source>
            <translation>初步估算</translation>
        </message>
        <message>
            <source>Newcomers</source>
            <translation>新客预计</translation>
        </message>
        <message>
            <source>min</source>
            <translation>分</translation>
        </message>
        <message>
            <source>Within {minutes} min</source>
            <translation>{minutes} 分钟内叫到</translation>
        </message>
        <message>
            <source>Within target</source>
            <translation>等候达标率</translation>
        </message>
        <message>
            <source>nobody called yet</source>
            <translation>今日尚未叫号</translation>
        </message>
        <message>
            <source>9 in 10 within {minutes} min</source>
            <translation>九成客户在 {minutes} 分内</translation>
        </message>
        <message>
            <source>9 in 10: {minutes} min</source>
            <translation>九成 {minutes} 分内</translation>
        </message>
        <message>
            <source>{count} judged today</source>
            <translation>今日统计 {count} 人次</translation>
        </message>
        <message>
            <source>{idle} idle · {paused} paused</source>
            <translation>{idle} 空闲 · {paused} 暂停</translation>
        </message>
        <message>
            <source>open</source>
            <translation>开放</translation>
        </message>
        <message>
            <source>{share} % today</source>
            <translation>今日 {share}%</translation>
        </message>
        <message>
            <source>No-show / left</source>
            <translation>未到 / 弃号</translation>
        </message>
        <message>
            <source>Figures</source>
            <translation>主要数字</translation>
        </message>
        <message>
            <source>Queues</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>People</source>
            <translation>人数</translation>
        </message>
        <message>
            <source>Longest</source>
            <translation>最长</translation>
        </message>
        <message>
            <source>Newcomer</source>
            <translation>新客预计</translation>
        </message>
        <message>
            <source>service unknown</source>
            <translation>业务未知</translation>
        </message>
        <message>
            <source>one block a customer, the left one is next; colour: expected wait</source>
            <translation>每格一位客户，从左到右即将被叫到；颜色为预计等候</translation>
        </message>
        <message>
            <source>still {wait}</source>
            <translation>预计还等{wait}</translation>
        </message>
    </context>
    <context>
        <name>Forms</name>
        <message>
            <source>Counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>Transfer {number} to</source>
            <translation>{number} 转到</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Back to {staff} later</source>
            <translation>稍后回到 {staff}</translation>
        </message>
        <message>
            <source>Same person</source>
            <translation>同一柜员</translation>
        </message>
        <message>
            <source>Pause counter {counter}</source>
            <translation>暂停 {counter} 号窗口</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>open end</source>
            <translation>时间不定</translation>
        </message>
        <message>
            <source>{minutes} min, {time}</source>
            <translation>{minutes} 分，{time}</translation>
        </message>
        <message>
            <source>Back in (↑ ↓)</source>
            <translation>返回时间（↑ ↓）</translation>
        </message>
        <message>
            <source>Hold {number}: why?</source>
            <translation>挂起 {number}：原因？</translation>
        </message>
        <message>
            <source>Open counter {counter}</source>
            <translation>开启 {counter} 号窗口</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Services, in the order taken</source>
            <translation>业务，按办理先后</translation>
        </message>
        <message>
            <source>Services of counter {counter}</source>
            <translation>{counter} 号窗口的业务</translation>
        </message>
        <message>
            <source>Set</source>
            <translation>确定</translation>
        </message>
        <message>
            <source>In the order pressed; none: as set up for the counter</source>
            <translation>按选择先后办理；不选则按窗口设置</translation>
        </message>
        <message>
            <source>Call {number} now</source>
            <translation>立即叫 {number}</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>叫号</translation>
        </message>
        <message>
            <source>Reason (↑ ↓)</source>
            <translation>原因（↑ ↓）</translation>
        </message>
        <message>
            <source>or in your own words</source>
            <translation>或自行填写</translation>
        </message>
        <message>
            <source>Priority of {number}</source>
            <translation>{number} 的优先级</translation>
        </message>
        <message>
            <source>Who sits at counter {counter}?</source>
            <translation>{counter} 号窗口由谁办理？</translation>
        </message>
        <message>
            <source>Sign on</source>
            <translation>签到</translation>
        </message>
        <message>
            <source>empty: nobody, signed off</source>
            <translation>留空：签退，无人</translation>
        </message>
        <message>
            <source>May do only these; none chosen: everything</source>
            <translation>只能办理这些业务；不选即全部可办</translation>
        </message>
    </context>
    <context>
        <name>History</name>
        <message>
            <source>not there yet</source>
            <translation>此时尚未取号</translation>
        </message>
        <message>
            <source>{day}, today so far</source>
            <translation>{day}（今天至今）</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <source>There was none that day.</source>
            <translation>当天没有。</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>另有 {count} 条</translation>
        </message>
        <message>
            <source>No wait beyond the target, no note, no gap.</source>
            <translation>没有超时、没有记事、没有中断。</translation>
        </message>
        <message>
            <source>{day} · not live</source>
            <translation>{day} · 非实时</translation>
        </message>
        <message>
            <source>History, not live</source>
            <translation>历史，非实时</translation>
        </message>
        <message>
            <source>The day before (PgUp)</source>
            <translation>前一天（PgUp）</translation>
        </message>
        <message>
            <source>The day after (PgDn)</source>
            <translation>后一天（PgDn）</translation>
        </message>
        <message>
            <source>Month before</source>
            <translation>上个月</translation>
        </message>
        <message>
            <source>Month after</source>
            <translation>下个月</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>回到实时</translation>
        </message>
        <message>
            <source>Speed of playing</source>
            <translation>播放速度</translation>
        </message>
        <message>
            <source>The day in brief</source>
            <translation>当日概况</translation>
        </message>
        <message>
            <source>Longest</source>
            <translation>最长等候</translation>
        </message>
        <message>
            <source>Next late</source>
            <translation>下次超时</translation>
        </message>
        <message>
            <source>Next note</source>
            <translation>下条记事</translation>
        </message>
        <message>
            <source>Next gap</source>
            <translation>下个中断</translation>
        </message>
        <message>
            <source>No day to look back on yet</source>
            <translation>还没有可回看的日子</translation>
        </message>
        <message>
            <source>From the first ticket on, every day is kept here and can be watched again, minute by minute. Issue a ticket on the floor (Ctrl+N), connect a queue source, or read in a file under Sources.</source>
            <translation>从第一张号票起，每天的现场都保存在这里，可逐分钟回看。请在现场取号（Ctrl+N）、接入排队机，或在“来源”里读入文件。</translation>
        </message>
        <message>
            <source>Drag, or arrow keys: a minute; with Shift a quarter of an hour</source>
            <translation>拖动，或用方向键：每次一分钟；按住 Shift 一刻钟</translation>
        </message>
        <message>
            <source>Time of the day</source>
            <translation>当日时间</translation>
        </message>
        <message>
            <source>people waiting</source>
            <translation>等候人数</translation>
        </message>
        <message>
            <source>someone beyond the target</source>
            <translation>有人超时</translation>
        </message>
        <message>
            <source>longest wait</source>
            <translation>最长等候</translation>
        </message>
        <message>
            <source>note</source>
            <translation>记事</translation>
        </message>
        <message>
            <source>source not seen</source>
            <translation>来源中断</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>{month} {year}</source>
            <translation>{year}年{month}</translation>
        </message>
        <message>
            <source>Longest wait {wait}, {number}</source>
            <translation>最长等候 {wait},{number}</translation>
        </message>
        <message>
            <source>Over target: {count} in {minutes} min</source>
            <translation>超时 {count} 人，持续 {minutes} 分钟</translation>
        </message>
        <message>
            <source>{source} not seen for {minutes} min</source>
            <translation>{source} 中断 {minutes} 分钟</translation>
        </message>
        <message>
            <source>{issued} tickets</source>
            <translation>取号 {issued}</translation>
        </message>
        <message>
            <source>{served} served</source>
            <translation>办结 {served}</translation>
        </message>
        <message>
            <source>{lost} no-show or left</source>
            <translation>过号或弃号 {lost}</translation>
        </message>
        <message>
            <source>{share} % within target</source>
            <translation>达标 {share}%</translation>
        </message>
        <message>
            <source>9 in 10 within {minutes} min</source>
            <translation>九成在 {minutes} 分钟内</translation>
        </message>
        <message>
            <source>Called ahead of others</source>
            <translation>当日提前叫号</translation>
        </message>
        <message>
            <source>{issued} ticket</source>
            <translation>取号 {issued}</translation>
        </message>
    </context>
    <context>
        <name>Incidents</name>
        <message>
            <source>What happened</source>
            <translation>事件经过</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>地点</translation>
        </message>
        <message>
            <source>People hurt</source>
            <translation>人员伤情</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Began</source>
            <translation>发生时间</translation>
        </message>
        <message>
            <source>People involved (roles, staff numbers, how many customers)</source>
            <translation>涉及人员（岗位、工号、客户人数）</translation>
        </message>
        <message>
            <source>Cause as known</source>
            <translation>初步原因</translation>
        </message>
        <message>
            <source>Money and property</source>
            <translation>涉及金额财物</translation>
        </message>
        <message>
            <source>Harm and customers' reaction</source>
            <translation>危害与客户反应</translation>
        </message>
        <message>
            <source>Likely development</source>
            <translation>发展趋势</translation>
        </message>
        <message>
            <source>Measures taken</source>
            <translation>已采取措施</translation>
        </message>
        <message>
            <source>Help needed</source>
            <translation>需要的支援</translation>
        </message>
        <message>
            <source>What is known</source>
            <translation>已知情况</translation>
        </message>
        <message>
            <source>corrected, before: {before} ({why})</source>
            <translation>已更正，原为：{before}（{why}）</translation>
        </message>
        <message>
            <source>not said yet</source>
            <translation>尚未说明</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Say</source>
            <translation>补充</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>时间线</translation>
        </message>
        <message>
            <source>corrected later</source>
            <translation>后已更正</translation>
        </message>
        <message>
            <source>late entry, told {told}</source>
            <translation>补记，录入时间{told}</translation>
        </message>
        <message>
            <source>Reports upward</source>
            <translation>上报时限</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>上报</translation>
        </message>
        <message>
            <source>made {at}</source>
            <translation>已报 {at}</translation>
        </message>
        <message>
            <source>No report is owed. A grade or a plan says which reports are.</source>
            <translation>暂无待上报。定级或启动预案后会列出应报事项。</translation>
        </message>
        <message>
            <source>Video to secure</source>
            <translation>待保全录像</translation>
        </message>
        <message>
            <source>Secured…</source>
            <translation>保全…</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>证据</translation>
        </message>
        <message>
            <source>Add a file</source>
            <translation>添加文件</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>另存副本</translation>
        </message>
        <message>
            <source>Drop files here, paste a picture with Ctrl+V, or choose a file. Kept encrypted, with their SHA-256.</source>
            <translation>将文件拖到这里，用Ctrl+V粘贴图片，或选择文件。加密保存并记录SHA-256。</translation>
        </message>
        <message>
            <source>Linked with</source>
            <translation>关联</translation>
        </message>
        <message>
            <source>Open it</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>plan, running</source>
            <translation>预案，进行中</translation>
        </message>
        <message>
            <source>plan, ended</source>
            <translation>预案，已结束</translation>
        </message>
        <message>
            <source>risk, {score} points</source>
            <translation>风险，{score}分</translation>
        </message>
        <message>
            <source>the hall when it was noted</source>
            <translation>登记时的厅堂情况</translation>
        </message>
        <message>
            <source>Nothing yet.</source>
            <translation>暂无。</translation>
        </message>
        <message>
            <source>Write in the log</source>
            <translation>写入日志</translation>
        </message>
        <message>
            <source>Record (Enter)</source>
            <translation>记录（Enter）</translation>
        </message>
        <message>
            <source>What was done or seen; no names</source>
            <translation>做了什么、看到什么；不写姓名</translation>
        </message>
        <message>
            <source>When, if earlier: 10:32</source>
            <translation>发生时间（若更早）：10:32</translation>
        </message>
        <message>
            <source>Correct a line: the old one stays</source>
            <translation>更正一条记录：原记录保留</translation>
        </message>
        <message>
            <source>How it was</source>
            <translation>实际情况</translation>
        </message>
        <message>
            <source>Recorded.</source>
            <translation>已记录。</translation>
        </message>
        <message>
            <source>Time, e.g. 10:32 or 11-21 10:32</source>
            <translation>时间，例如10:32或11-21 10:32</translation>
        </message>
        <message>
            <source>Why it is corrected</source>
            <translation>更正原因</translation>
        </message>
        <message>
            <source>Please give a time, e.g. 10:32.</source>
            <translation>请输入时间，例如10:32。</translation>
        </message>
        <message>
            <source>Grade</source>
            <translation>定级</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>It is over</source>
            <translation>事件结束</translation>
        </message>
        <message>
            <source>How it ended</source>
            <translation>如何结束</translation>
        </message>
        <message>
            <source>Recorded as over.</source>
            <translation>已记录为结束。</translation>
        </message>
        <message>
            <source>Not over after all</source>
            <translation>事件未结束</translation>
        </message>
        <message>
            <source>Open again.</source>
            <translation>已重新打开。</translation>
        </message>
        <message>
            <source>Recorded as reported.</source>
            <translation>已记录为已上报。</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>存为PDF</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Files to keep as evidence</source>
            <translation>选择要留存的证据文件</translation>
        </message>
        <message>
            <source>Kept as evidence.</source>
            <translation>已留存为证据。</translation>
        </message>
        <message>
            <source>Is the video secured?</source>
            <translation>录像是否已保全？</translation>
        </message>
        <message>
            <source>Copied and locked away</source>
            <translation>已拷贝并封存</translation>
        </message>
        <message>
            <source>Lost: overwritten or not recorded</source>
            <translation>已丢失：被覆盖或未录到</translation>
        </message>
        <message>
            <source>Start a plan for this incident</source>
            <translation>为本事件启动预案</translation>
        </message>
        <message>
            <source>Another plan…</source>
            <translation>其他预案…</translation>
        </message>
        <message>
            <source>Corrective action from this incident</source>
            <translation>由本事件发起整改</translation>
        </message>
        <message>
            <source>Open (Enter)</source>
            <translation>发起（Enter）</translation>
        </message>
        <message>
            <source>What is to be put right</source>
            <translation>需要整改什么</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>责任岗位</translation>
        </message>
        <message>
            <source>Within days</source>
            <translation>几天内完成</translation>
        </message>
        <message>
            <source>Opened as corrective action.</source>
            <translation>已发起整改。</translation>
        </message>
        <message>
            <source>Hall plan</source>
            <translation>厅堂平面图</translation>
        </message>
        <message>
            <source>Drill: {what}</source>
            <translation>演练：{what}</translation>
        </message>
        <message>
            <source>{count} of {all} incidents</source>
            <translation>{all}起事件中的{count}起</translation>
        </message>
        <message>
            <source>No incident</source>
            <translation>没有事件</translation>
        </message>
        <message>
            <source>Ctrl+Shift+I notes one in seconds.</source>
            <translation>按Ctrl+Shift+I，几秒即可登记。</translation>
        </message>
        <message>
            <source>None fits these filters; Esc shows all.</source>
            <translation>没有符合筛选的事件；按Esc显示全部。</translation>
        </message>
        <message>
            <source>All kinds</source>
            <translation>全部类别</translation>
        </message>
        <message>
            <source>Find by words or number</source>
            <translation>按文字或编号查找</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>未结束</translation>
        </message>
        <message>
            <source>Over</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Reviewed</source>
            <translation>已复盘</translation>
        </message>
        <message>
            <source>All grades</source>
            <translation>全部级别</translation>
        </message>
        <message>
            <source>{days} days</source>
            <translation>近{days}天</translation>
        </message>
        <message>
            <source>Days</source>
            <translation>天数</translation>
        </message>
        <message>
            <source>Secure the video of {incident}: {days} d until it is overwritten.</source>
            <translation>请保全{incident}的录像：{days}天后将被覆盖。</translation>
        </message>
        <message>
            <source>Overdue – {incident}: {report}.</source>
            <translation>已超时——{incident}：{report}。</translation>
        </message>
        <message>
            <source>{incident}: {report} is due.</source>
            <translation>{incident}：请及时{report}。</translation>
        </message>
        <message>
            <source>And {count} more.</source>
            <translation>另有{count}项。</translation>
        </message>
        <message>
            <source>Write it</source>
            <translation>去填报</translation>
        </message>
        <message>
            <source>Note an incident</source>
            <translation>登记事件</translation>
        </message>
        <message>
            <source>Start: {plan}</source>
            <translation>启动：{plan}</translation>
        </message>
        <message>
            <source>Noted as {number}, with the hall as it was.</source>
            <translation>已登记为{number}，并附上当时的厅堂情况。</translation>
        </message>
        <message>
            <source>What happened, in a few words; no names (Tab: choose by keys)</source>
            <translation>用几个字说明发生了什么，不写姓名（Tab后用按键选择）</translation>
        </message>
        <message>
            <source>People hurt?</source>
            <translation>有无人员受伤？</translation>
        </message>
        <message>
            <source>Note it (Enter)</source>
            <translation>登记（Enter）</translation>
        </message>
        <message>
            <source>DRILL</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Clock was set back</source>
            <translation>时钟曾被回拨</translation>
        </message>
        <message>
            <source>{begun} to {ended}</source>
            <translation>{begun}至{ended}</translation>
        </message>
        <message>
            <source>since {begun}</source>
            <translation>{begun}起</translation>
        </message>
        <message>
            <source>Report upward</source>
            <translation>向上报告</translation>
        </message>
        <message>
            <source>Start a plan</source>
            <translation>启动预案</translation>
        </message>
        <message>
            <source>Corrective action</source>
            <translation>整改</translation>
        </message>
        <message>
            <source>ICS pages</source>
            <translation>ICS表单</translation>
        </message>
        <message>
            <source>Not known yet; the report says so. Say it here:</source>
            <translation>以下尚不清楚，报告中会如实注明；可在此补充：</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>已复制。</translation>
        </message>
        <message>
            <source>Which report</source>
            <translation>报告种类</translation>
        </message>
        <message>
            <source>Language of the report</source>
            <translation>报告语言</translation>
        </message>
        <message>
            <source>Text of the report</source>
            <translation>报告正文</translation>
        </message>
        <message>
            <source>Copy the text</source>
            <translation>复制文字</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>It has been reported</source>
            <translation>已上报</translation>
        </message>
        <message>
            <source>To</source>
            <translation>报送对象</translation>
        </message>
        <message>
            <source>How</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Back to the incident (Esc)</source>
            <translation>返回事件（Esc）</translation>
        </message>
        <message>
            <source>Over, not reviewed</source>
            <translation>已结束待复盘</translation>
        </message>
        <message>
            <source>Nobody hurt</source>
            <translation>无人受伤</translation>
        </message>
        <message>
            <source>Somebody hurt</source>
            <translation>有人受伤</translation>
        </message>
        <message>
            <source>Hurt: not known</source>
            <translation>伤情不明</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>In writing</source>
            <translation>书面</translation>
        </message>
        <message>
            <source>Through the system</source>
            <translation>系统</translation>
        </message>
        <message>
            <source>First report</source>
            <translation>首报</translation>
        </message>
        <message>
            <source>Follow-up</source>
            <translation>续报</translation>
        </message>
        <message>
            <source>Final report</source>
            <translation>终报</translation>
        </message>
        <message>
            <source>Briefing (ICS 201)</source>
            <translation>事件简报（ICS 201）</translation>
        </message>
        <message>
            <source>Activity log (ICS 214)</source>
            <translation>处置日志（ICS 214）</translation>
        </message>
        <message>
            <source>Where: not said</source>
            <translation>位置未说明</translation>
        </message>
        <message>
            <source>Kind: not said</source>
            <translation>类别未说明</translation>
        </message>
        <message>
            <source>Not graded</source>
            <translation>未定级</translation>
        </message>
        <message>
            <source>Grade {level}</source>
            <translation>{level}级</translation>
        </message>
        <message>
            <source>{days} d</source>
            <translation>{days}天</translation>
        </message>
        <message>
            <source>{span} overdue</source>
            <translation>超时{span}</translation>
        </message>
        <message>
            <source>{span} left</source>
            <translation>剩余{span}</translation>
        </message>
        <message>
            <source>{report} to {to}</source>
            <translation>{report}（{to}）</translation>
        </message>
        <message>
            <source>Secured</source>
            <translation>已保全</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>已丢失</translation>
        </message>
        <message>
            <source>May be overwritten already</source>
            <translation>可能已被覆盖</translation>
        </message>
        <message>
            <source>{days} d until overwritten</source>
            <translation>{days}天后被覆盖</translation>
        </message>
        <message>
            <source>No incident in these days</source>
            <translation>这段时间没有事件</translation>
        </message>
        <message>
            <source>Ctrl+Shift+I notes one in ten seconds, from every screen.</source>
            <translation>在任何界面按Ctrl+Shift+I，十秒内即可登记。</translation>
        </message>
        <message>
            <source>Link (K)</source>
            <translation>关联（K）</translation>
        </message>
        <message>
            <source>ticket</source>
            <translation>号票</translation>
        </message>
        <message>
            <source>What has it to do with?</source>
            <translation>与什么有关？</translation>
        </message>
        <message>
            <source>Link (Enter)</source>
            <translation>关联（回车）</translation>
        </message>
        <message>
            <source>A ticket of today (A036), a record (SY26-0012), or words of a risk</source>
            <translation>今日号票（A036）、台账编号（SY26-0012）或风险名称</translation>
        </message>
        <message>
            <source>Linked.</source>
            <translation>已关联。</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>复盘</translation>
        </message>
        <message>
            <source>By its plan ({plan}) treated as {grade} until somebody grades it.</source>
            <translation>尚未定级，按预案“{plan}”暂按{grade}处理。</translation>
        </message>
        <message>
            <source>Somebody is hurt: treated as {grade} until somebody grades it.</source>
            <translation>有人受伤，定级前暂按{grade}处理。</translation>
        </message>
        <message>
            <source>Perhaps somebody is hurt: treated as {grade} until it is graded.</source>
            <translation>是否有人受伤尚不清楚，定级前暂按{grade}处理。</translation>
        </message>
        <message>
            <source>Treated as {grade} until somebody grades it.</source>
            <translation>定级前暂按{grade}处理。</translation>
        </message>
        <message>
            <source>{plan} ended at {time}. {incident} is still open.</source>
            <translation>预案“{plan}”已于{time}结束，{incident}尚未结束。</translation>
        </message>
        <message>
            <source>Yes, at {time}</source>
            <translation>是，{time}结束</translation>
        </message>
        <message>
            <source>How serious? {what}</source>
            <translation>请定级：{what}</translation>
        </message>
        <message>
            <source>Grade it</source>
            <translation>定级</translation>
        </message>
        <message>
            <source>Is it over? {what}</source>
            <translation>事件是否结束：{what}</translation>
        </message>
        <message>
            <source>Not yet: open it</source>
            <translation>未结束，查看</translation>
        </message>
        <message>
            <source>To be said</source>
            <translation>待确认</translation>
        </message>
        <message>
            <source>How serious is it?</source>
            <translation>事件几级？</translation>
        </message>
        <message>
            <source>Grade it (G)</source>
            <translation>定级（G）</translation>
        </message>
        <message>
            <source>Is the incident over too?</source>
            <translation>事件也结束了吗？</translation>
        </message>
        <message>
            <source>due if graded {grade}</source>
            <translation>如定为{grade}级应报</translation>
        </message>
        <message>
            <source>every {n} min until it is over</source>
            <translation>结束前每{n}分钟续报</translation>
        </message>
        <message>
            <source>last told {time}</source>
            <translation>上次{time}</translation>
        </message>
        <message>
            <source>{count} of {all} incident</source>
            <translation>{all}起事件中的{count}起</translation>
        </message>
    </context>
    <context>
        <name>Issue</name>
        <message>
            <source>{count} ahead</source>
            <translation>前面 {count} 人</translation>
        </message>
        <message>
            <source>wait {range}</source>
            <translation>预计等候 {range}</translation>
        </message>
        <message>
            <source>no counter takes it now</source>
            <translation>现在没有窗口办理</translation>
        </message>
        <message>
            <source>Choose a service first.</source>
            <translation>请先选择业务。</translation>
        </message>
        <message>
            <source>Write the booked time as 15:30.</source>
            <translation>预约时间请写成 15:30。</translation>
        </message>
        <message>
            <source>Issue a ticket</source>
            <translation>取号</translation>
        </message>
        <message>
            <source>press a letter</source>
            <translation>按字母键即出号</translation>
        </message>
        <message>
            <source>Priority, before the letter</source>
            <translation>优先类别，先于字母选择</translation>
        </message>
        <message>
            <source>Several services, booked time</source>
            <translation>多项业务、预约时间</translation>
        </message>
        <message>
            <source>Several</source>
            <translation>多项业务</translation>
        </message>
        <message>
            <source>Booked time</source>
            <translation>预约时间</translation>
        </message>
        <message>
            <source>Issue (Enter)</source>
            <translation>出号（Enter）</translation>
        </message>
        <message>
            <source>Print again</source>
            <translation>重新打印</translation>
        </message>
        <message>
            <source>Number told</source>
            <translation>已告知号码</translation>
        </message>
        <message>
            <source>Take it out</source>
            <translation>作废该号</translation>
        </message>
        <message>
            <source>Back in the line.</source>
            <translation>已回到队列。</translation>
        </message>
        <message>
            <source>Taken out.</source>
            <translation>已作废。</translation>
        </message>
        <message>
            <source>Its slip did not come out. It is called once you choose:</source>
            <translation>号票未打印出来。请选择处理方式后再叫号：</translation>
        </message>
    </context>
    <context>
        <name>Journey</name>
        <message>
            <source>Standard: {words}</source>
            <translation>标准：{words}</translation>
        </message>
        <message>
            <source>Full</source>
            <translation>满分</translation>
        </message>
        <message>
            <source>Does not apply</source>
            <translation>不适用</translation>
        </message>
        <message>
            <source>Full points {points}: what is taken off?</source>
            <translation>满分{points}分，扣多少？</translation>
        </message>
        <message>
            <source>Take this evidence away</source>
            <translation>移除这条依据</translation>
        </message>
        <message>
            <source>Add a round or record as evidence…</source>
            <translation>添加巡检或台账记录作依据…</translation>
        </message>
        <message>
            <source>Please say why points are taken off.</source>
            <translation>请写明扣分原因。</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Why points are taken off</source>
            <translation>扣分原因</translation>
        </message>
        <message>
            <source>What was seen, where, how often</source>
            <translation>看到什么、在哪里、几次</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Add a photo</source>
            <translation>添加照片</translation>
        </message>
        <message>
            <source>Photo {name}</source>
            <translation>照片 {name}</translation>
        </message>
        <message>
            <source>Self-evaluation {quarter}</source>
            <translation>服务自评 {quarter}</translation>
        </message>
        <message>
            <source>{done} of {count} chapters finished</source>
            <translation>已完成{done}章，共{count}章</translation>
        </message>
        <message>
            <source>{count} criteria open</source>
            <translation>还有{count}条未评</translation>
        </message>
        <message>
            <source>{points} points taken off in {count} places</source>
            <translation>共{count}处扣{points}分</translation>
        </message>
        <message>
            <source>Evidence list</source>
            <translation>依据清单</translation>
        </message>
        <message>
            <source>Nothing was named as evidence yet.</source>
            <translation>尚未附依据。</translation>
        </message>
        <message>
            <source>finished, {staff}</source>
            <translation>已完成 {staff}</translation>
        </message>
        <message>
            <source>Sign and finish</source>
            <translation>签字完成</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>This chapter is signed and closed.</source>
            <translation>本章已签字，不可更改。</translation>
        </message>
        <message>
            <source>This quarter is over; this chapter was not finished.</source>
            <translation>本季已过，本章未完成。</translation>
        </message>
        <message>
            <source>Staff number of who evaluated this chapter</source>
            <translation>评价人工号</translation>
        </message>
        <message>
            <source>The file cannot be written: {reason}</source>
            <translation>文件无法写入：{reason}</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Quarters</source>
            <translation>历季自评</translation>
        </message>
        <message>
            <source>Save as CSV</source>
            <translation>导出CSV</translation>
        </message>
        <message>
            <source>No self-evaluation is in the library</source>
            <translation>内容库中没有自评表</translation>
        </message>
        <message>
            <source>A checklist of the kind self-evaluation becomes a chapter here.</source>
            <translation>类型为“服务自评”的检查表会在这里成为一章。</translation>
        </message>
        <message>
            <source>Blind spots</source>
            <translation>盲区</translation>
        </message>
        <message>
            <source>None: where both are known, strangers and customers see what our rounds see.</source>
            <translation>无：凡有外部评分或投诉的接触点，所见与自查一致。</translation>
        </message>
        <message>
            <source>No verdict, too few answers or outside marks: {points}</source>
            <translation>记录或外部评分太少，不作判断：{points}</translation>
        </message>
        <message>
            <source>No complaints are kept yet: they are written down in the register Customers' voices.</source>
            <translation>尚无投诉登记：可在台账“客户声音”登记。</translation>
        </message>
        <message>
            <source>{count} not met</source>
            <translation>不达标{count}</translation>
        </message>
        <message>
            <source>praise</source>
            <translation>表扬</translation>
        </message>
        <message>
            <source>complaint</source>
            <translation>投诉</translation>
        </message>
        <message>
            <source>The day in History</source>
            <translation>在历史中查看当天</translation>
        </message>
        <message>
            <source>No stranger looked here since {day}: outside checks are typed or imported in the registers, a mystery shopper's form is a voluntary round.</source>
            <translation>{day}以来没有外部检查：可在台账“外部检查”录入或导入，暗访表可作为临时巡检填写。</translation>
        </message>
        <message>
            <source>Nothing failed here in these days.</source>
            <translation>这段时间没有不达标项。</translation>
        </message>
        <message>
            <source>Not met most often, of so many answers</source>
            <translation>最常不达标（不达标/项次）</translation>
        </message>
        <message>
            <source>No round looked here in these days.</source>
            <translation>这段时间没有巡检到这里。</translation>
        </message>
        <message>
            <source>Open actions</source>
            <translation>未结整改</translation>
        </message>
        <message>
            <source>No action is open.</source>
            <translation>没有未结整改。</translation>
        </message>
        <message>
            <source>Seen from outside</source>
            <translation>外部所见</translation>
        </message>
        <message>
            <source>Customers' voices</source>
            <translation>客户声音</translation>
        </message>
        <message>
            <source>No complaint and no praise.</source>
            <translation>没有投诉与表扬。</translation>
        </message>
        <message>
            <source>No complaints are kept yet.</source>
            <translation>尚无投诉登记。</translation>
        </message>
        <message>
            <source>The queue</source>
            <translation>排队</translation>
        </message>
        <message>
            <source>to be checked</source>
            <translation>待复查</translation>
        </message>
        <message>
            <source>Chapter</source>
            <translation>章节</translation>
        </message>
        <message>
            <source>Criterion</source>
            <translation>评价条目</translation>
        </message>
        <message>
            <source>Standard</source>
            <translation>标准</translation>
        </message>
        <message>
            <source>Full points</source>
            <translation>满分</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>Taken off</source>
            <translation>扣分</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>扣分原因</translation>
        </message>
        <message>
            <source>Evaluated by</source>
            <translation>评价人</translation>
        </message>
        <message>
            <source>Sum of the chapter</source>
            <translation>本章小计</translation>
        </message>
        <message>
            <source>Sum in all</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>too few answers before to compare</source>
            <translation>前期记录太少，无法比较</translation>
        </message>
        <message>
            <source>{points} points higher than the days before</source>
            <translation>比前期高{points}分</translation>
        </message>
        <message>
            <source>{points} points lower than the days before</source>
            <translation>比前期低{points}分</translation>
        </message>
        <message>
            <source>as the days before</source>
            <translation>与前期持平</translation>
        </message>
        <message>
            <source>{count} answers</source>
            <translation>{count}项次</translation>
        </message>
        <message>
            <source>wait {span}</source>
            <translation>等候 {span}</translation>
        </message>
        <message>
            <source>{span} each</source>
            <translation>每笔 {span}</translation>
        </message>
        <message>
            <source>{percent} waited long</source>
            <translation>超时{percent}</translation>
        </message>
        <message>
            <source>Nobody was called in these days.</source>
            <translation>这段时间没有叫号。</translation>
        </message>
        <message>
            <source>Average wait {span}, {count} customers</source>
            <translation>平均等候 {span}，{count}人</translation>
        </message>
        <message>
            <source>{percent} left unserved</source>
            <translation>未办离开{percent}</translation>
        </message>
        <message>
            <source>Average service {span}, {count} customers</source>
            <translation>平均办理 {span}，{count}人</translation>
        </message>
        <message>
            <source>{percent} of {count} customers waited beyond the recovery limit</source>
            <translation>{count}位客户中{percent}等候超过补救时限</translation>
        </message>
        <message>
            <source>Own {score} ({count})</source>
            <translation>自查 {score}（{count}项次）</translation>
        </message>
        <message>
            <source>Outside {score} ({count})</source>
            <translation>外部 {score}（{count}项）</translation>
        </message>
        <message>
            <source>no complaints kept yet</source>
            <translation>尚无投诉登记</translation>
        </message>
        <message>
            <source>Complaints {count}</source>
            <translation>投诉 {count}</translation>
        </message>
        <message>
            <source>Strangers give {points} points less</source>
            <translation>外部评分比自查低{points}分</translation>
        </message>
        <message>
            <source>Customers complain, our rounds see nothing</source>
            <translation>客户有投诉，自查未发现</translation>
        </message>
        <message>
            <source>Too few own answers for a verdict ({count}, {least} needed)</source>
            <translation>自查记录太少，不作判断（{count}项次，至少{least}）</translation>
        </message>
        <message>
            <source>Too few outside marks for a verdict ({count}, {least} needed)</source>
            <translation>外部评分太少，不作判断（{count}项，至少{least}）</translation>
        </message>
        <message>
            <source>Weak, and our own rounds say so: no blind spot</source>
            <translation>自查已发现薄弱，不属盲区</translation>
        </message>
        <message>
            <source>Own and outside scores agree</source>
            <translation>自查与外部评分一致</translation>
        </message>
        <message>
            <source>A blind spot: own score {good} or more, yet strangers give less than {low} and at least {gap} points less than we do, or {many} complaints or more. Compared over {days}, whatever is shown above.</source>
            <translation>盲区：自查得分达到{good}，而外部评分低于{low}且比自查低{gap}分以上，或投诉达到{many}件。按{days}比对，与上方所选时段无关。</translation>
        </message>
        <message>
            <source>good</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>watch</source>
            <translation>关注</translation>
        </message>
        <message>
            <source>act</source>
            <translation>处理</translation>
        </message>
        <message>
            <source>too few answers</source>
            <translation>记录太少</translation>
        </message>
        <message>
            <source>blind spot</source>
            <translation>盲区</translation>
        </message>
        <message>
            <source>{count} open</source>
            <translation>未结 {count}</translation>
        </message>
        <message>
            <source>{count} touchpoints good</source>
            <translation>达标{count}个接触点</translation>
        </message>
        <message>
            <source>{count} to watch</source>
            <translation>关注{count}个</translation>
        </message>
        <message>
            <source>{count} to act on</source>
            <translation>需处理{count}个</translation>
        </message>
        <message>
            <source>Journey</source>
            <translation>触点地图</translation>
        </message>
        <message>
            <source>Self-evaluation</source>
            <translation>服务自评</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>周</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>月</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>季</translation>
        </message>
        <message>
            <source>Walking the path…</source>
            <translation>正在汇总各接触点…</translation>
        </message>
        <message>
            <source>Here every touchpoint shows its score, what is open and how long one waits.</source>
            <translation>这里显示每个接触点的得分、未结整改和等候时间。</translation>
        </message>
        <message>
            <source>The customer's journey</source>
            <translation>客户触点地图</translation>
        </message>
        <message>
            <source>on the whole way</source>
            <translation>贯穿全程</translation>
        </message>
        <message>
            <source>own rounds</source>
            <translation>自查</translation>
        </message>
        <message>
            <source>from outside</source>
            <translation>外部</translation>
        </message>
        <message>
            <source>target {score}</source>
            <translation>目标 {score}</translation>
        </message>
        <message>
            <source>Week of {day}</source>
            <translation>{day}当周</translation>
        </message>
        <message>
            <source>{year} Q{number}</source>
            <translation>{year}年第{number}季度</translation>
        </message>
        <message>
            <source>n/a</source>
            <translation>不适用</translation>
        </message>
        <message>
            <source>evidence {count}</source>
            <translation>依据{count}</translation>
        </message>
        <message>
            <source>{done} of {count} chapters</source>
            <translation>完成{done}/{count}章</translation>
        </message>
        <message>
            <source>{points} of {possible} points</source>
            <translation>{points}/{possible}分</translation>
        </message>
        <message>
            <source>Open actions that name no touchpoint</source>
            <translation>未注明触点的未结整改</translation>
        </message>
        <message>
            <source>Corrective action {number}</source>
            <translation>整改{number}</translation>
        </message>
        <message>
            <source>All criteria of this chapter have their points.</source>
            <translation>本章各项均已评分。</translation>
        </message>
        <message>
            <source>Open a corrective action (A)</source>
            <translation>发起整改（A）</translation>
        </message>
        <message>
            <source>{points} points taken off in {count} place</source>
            <translation>共{count}处扣{points}分</translation>
        </message>
        <message>
            <source>{count} answer</source>
            <translation>{count}项次</translation>
        </message>
        <message>
            <source>Average wait {span}, {count} customer</source>
            <translation>平均等候 {span}，{count}人</translation>
        </message>
        <message>
            <source>Average service {span}, {count} customer</source>
            <translation>平均办理 {span}，{count}人</translation>
        </message>
    </context>
    <context>
        <name>Labels</name>
        <message>
            <source>Waiting</source>
            <translation>等候中</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>挂起</translation>
        </message>
        <message>
            <source>Called</source>
            <translation>已叫号</translation>
        </message>
        <message>
            <source>Being served</source>
            <translation>办理中</translation>
        </message>
        <message>
            <source>Finished</source>
            <translation>已办结</translation>
        </message>
        <message>
            <source>No-show</source>
            <translation>过号</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已作废</translation>
        </message>
        <message>
            <source>Left unserved</source>
            <translation>弃号</translation>
        </message>
        <message>
            <source>Transferred</source>
            <translation>已转号</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>空闲</translation>
        </message>
        <message>
            <source>Calling</source>
            <translation>叫号中</translation>
        </message>
        <message>
            <source>Serving</source>
            <translation>办理中</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>开放</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>普通</translation>
        </message>
        <message>
            <source>Elderly</source>
            <translation>老年</translation>
        </message>
        <message>
            <source>Disabled</source>
            <translation>残障</translation>
        </message>
        <message>
            <source>Pregnant</source>
            <translation>孕妇</translation>
        </message>
        <message>
            <source>With infant</source>
            <translation>携婴</translation>
        </message>
        <message>
            <source>VIP</source>
            <translation>贵宾</translation>
        </message>
        <message>
            <source>Front desk</source>
            <translation>前台</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>柜台</translation>
        </message>
        <message>
            <source>Ticket machine</source>
            <translation>取号机</translation>
        </message>
        <message>
            <source>Mobile app</source>
            <translation>手机应用</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>网上</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Tablet of the staff</source>
            <translation>移动终端</translation>
        </message>
        <message>
            <source>Paper ticket</source>
            <translation>纸质号票</translation>
        </message>
        <message>
            <source>Booking</source>
            <translation>预约</translation>
        </message>
        <message>
            <source>Lunch</source>
            <translation>午休</translation>
        </message>
        <message>
            <source>Break</source>
            <translation>休息</translation>
        </message>
        <message>
            <source>Meeting</source>
            <translation>会议</translation>
        </message>
        <message>
            <source>Cash handling</source>
            <translation>现金处理</translation>
        </message>
        <message>
            <source>System fault</source>
            <translation>系统故障</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>Filling in a form</source>
            <translation>填写单据</translation>
        </message>
        <message>
            <source>Fetching papers</source>
            <translation>补取资料</translation>
        </message>
        <message>
            <source>Making a copy</source>
            <translation>复印</translation>
        </message>
        <message>
            <source>Needs care</source>
            <translation>特殊关怀</translation>
        </message>
        <message>
            <source>Complaint or long wait</source>
            <translation>投诉或久等</translation>
        </message>
        <message>
            <source>Comes back with papers</source>
            <translation>补齐资料返回</translation>
        </message>
        <message>
            <source>Very short business</source>
            <translation>业务极短</translation>
        </message>
        <message>
            <source>Water served</source>
            <translation>已送水</translation>
        </message>
        <message>
            <source>Pre-accepted</source>
            <translation>已预受理</translation>
        </message>
        <message>
            <source>Recovery given</source>
            <translation>已补救</translation>
        </message>
        <message>
            <source>Priority given</source>
            <translation>已优先</translation>
        </message>
        <message>
            <source>Diverted</source>
            <translation>已分流</translation>
        </message>
        <message>
            <source>Whole hall</source>
            <translation>全厅</translation>
        </message>
        <message>
            <source>Entrance</source>
            <translation>入口</translation>
        </message>
        <message>
            <source>Reception</source>
            <translation>咨询区</translation>
        </message>
        <message>
            <source>Waiting area</source>
            <translation>等候区</translation>
        </message>
        <message>
            <source>Self-service</source>
            <translation>自助区</translation>
        </message>
        <message>
            <source>Counters</source>
            <translation>窗口区</translation>
        </message>
        <message>
            <source>Priority room</source>
            <translation>贵宾室</translation>
        </message>
        <message>
            <source>Digital corner</source>
            <translation>体验区</translation>
        </message>
        <message>
            <source>Outside</source>
            <translation>室外</translation>
        </message>
        <message>
            <source>24-hour lobby</source>
            <translation>24 小时自助区</translation>
        </message>
        <message>
            <source>Back office</source>
            <translation>后台</translation>
        </message>
        <message>
            <source>It was never seen issued</source>
            <translation>未收到取号记录</translation>
        </message>
        <message>
            <source>It was issued twice</source>
            <translation>重复取号</translation>
        </message>
        <message>
            <source>It was issued after something had happened to it</source>
            <translation>取号时间晚于后续操作</translation>
        </message>
        <message>
            <source>Its time of issue lies in the future</source>
            <translation>取号时间在未来</translation>
        </message>
        <message>
            <source>It was called after it had ended</source>
            <translation>结束后又被叫号</translation>
        </message>
        <message>
            <source>It was called after its service had begun</source>
            <translation>开始办理后又被叫号</translation>
        </message>
        <message>
            <source>It was called to a second counter while at the first</source>
            <translation>同时被两个窗口叫号</translation>
        </message>
        <message>
            <source>It was put on hold after it had ended</source>
            <translation>结束后又被挂起</translation>
        </message>
        <message>
            <source>It came back from hold without having been on hold</source>
            <translation>未挂起却有恢复记录</translation>
        </message>
        <message>
            <source>It went back into the line after it had ended</source>
            <translation>结束后又重新排队</translation>
        </message>
        <message>
            <source>It was transferred after it had ended</source>
            <translation>结束后又被转号</translation>
        </message>
        <message>
            <source>It ended twice</source>
            <translation>重复结束</translation>
        </message>
        <message>
            <source>It ended before it was called</source>
            <translation>未叫号就已结束</translation>
        </message>
        <message>
            <source>It ended in a way that does not fit its state</source>
            <translation>结束方式与状态不符</translation>
        </message>
        <message>
            <source>Its service is not set up here</source>
            <translation>业务未在本网点设置</translation>
        </message>
        <message>
            <source>It was at a counter that is not set up here</source>
            <translation>窗口未在本网点设置</translation>
        </message>
        <message>
            <source>It is at a counter that is not open</source>
            <translation>所在窗口未开启</translation>
        </message>
        <message>
            <source>The same number was given twice today</source>
            <translation>今日同号重复发出</translation>
        </message>
        <message>
            <source>Two tickets are at this counter at once</source>
            <translation>该窗口同时有两个号</translation>
        </message>
        <message>
            <source>A staff number signed off that was not signed on here</source>
            <translation>签退的工号并未在此签到</translation>
        </message>
        <message>
            <source>The counter was paused while closed</source>
            <translation>窗口关闭时收到暂停</translation>
        </message>
        <message>
            <source>The counter came back without having been paused</source>
            <translation>窗口未暂停却有恢复记录</translation>
        </message>
        <message>
            <source>Issued</source>
            <translation>取号</translation>
        </message>
        <message>
            <source>Called again</source>
            <translation>重呼</translation>
        </message>
        <message>
            <source>Service began</source>
            <translation>开始办理</translation>
        </message>
        <message>
            <source>Put on hold</source>
            <translation>挂起</translation>
        </message>
        <message>
            <source>Back from hold</source>
            <translation>恢复排队</translation>
        </message>
        <message>
            <source>Back into the line</source>
            <translation>重新排队</translation>
        </message>
        <message>
            <source>Priority changed</source>
            <translation>调整优先级</translation>
        </message>
        <message>
            <source>Marked</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Did not come</source>
            <translation>过号</translation>
        </message>
        <message>
            <source>Rated</source>
            <translation>评价</translation>
        </message>
        <message>
            <source>Slip printed</source>
            <translation>打印号票</translation>
        </message>
        <message>
            <source>Undone</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>inferred</source>
            <translation>推断</translation>
        </message>
        <message>
            <source>entered by hand</source>
            <translation>人工补录</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>Watch</source>
            <translation>留意</translation>
        </message>
        <message>
            <source>Act now</source>
            <translation>立即处理</translation>
        </message>
        <message>
            <source>Slip not printed</source>
            <translation>号票未打印</translation>
        </message>
        <message>
            <source>sent to the printer</source>
            <translation>已送打印</translation>
        </message>
        <message>
            <source>number told</source>
            <translation>已告知号码</translation>
        </message>
        <message>
            <source>no paper</source>
            <translation>缺纸</translation>
        </message>
        <message>
            <source>cover open</source>
            <translation>机盖未关</translation>
        </message>
        <message>
            <source>printer busy</source>
            <translation>打印机忙</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>无应答</translation>
        </message>
        <message>
            <source>printer not reached</source>
            <translation>连不上打印机</translation>
        </message>
        <message>
            <source>printer not set up</source>
            <translation>打印机未设置</translation>
        </message>
        <message>
            <source>program closed</source>
            <translation>程序已关闭</translation>
        </message>
        <message>
            <source>interrupted, perhaps printed</source>
            <translation>中断，可能已打印</translation>
        </message>
        <message>
            <source>printer fault</source>
            <translation>打印机故障</translation>
        </message>
        <message>
            <source>printer hung up</source>
            <translation>打印机断开连接</translation>
        </message>
        <message>
            <source>printer refused</source>
            <translation>打印机拒绝打印</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>The source told it twice, and differently</source>
            <translation>来源重复上报且内容不一致</translation>
        </message>
    </context>
    <context>
        <name>Meetings</name>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>{time}, planned {count} min</source>
            <translation>用时 {time}，计划 {count} 分钟</translation>
        </message>
        <message>
            <source>{count} min</source>
            <translation>{count} 分钟</translation>
        </message>
        <message>
            <source>chair: {who}</source>
            <translation>主持：{who}</translation>
        </message>
        <message>
            <source>Minutes closed {at}; they cannot be changed. Agenda version {version}.</source>
            <translation>纪要已于{at}定稿，不可更改。议程版本 {version}。</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
        <message>
            <source>running</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>纪要</translation>
        </message>
        <message>
            <source>Go on at: {section}</source>
            <translation>继续：{section}</translation>
        </message>
        <message>
            <source>Present</source>
            <translation>投屏</translation>
        </message>
        <message>
            <source>This monitor</source>
            <translation>本屏幕</translation>
        </message>
        <message>
            <source>The other monitor</source>
            <translation>另一块屏幕</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>Here: {people}</source>
            <translation>到会：{people}</translation>
        </message>
        <message>
            <source>Read afterwards: {people}</source>
            <translation>已补阅：{people}</translation>
        </message>
        <message>
            <source>{number} has read them</source>
            <translation>{number} 已阅</translation>
        </message>
        <message>
            <source>Absent and not read yet: each confirms here, with the PIN where there is one.</source>
            <translation>缺席且未补阅：由本人在此确认，已设 PIN 码的须输入 PIN 码。</translation>
        </message>
        <message>
            <source>Begin and present</source>
            <translation>开始并投屏</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>存为 PDF</translation>
        </message>
        <message>
            <source>Staff number of somebody who has read the minutes, then Enter</source>
            <translation>补阅人工号，回车确认</translation>
        </message>
        <message>
            <source>Where to present</source>
            <translation>投屏位置</translation>
        </message>
        <message>
            <source>No meeting is chosen</source>
            <translation>未选择会议</translation>
        </message>
        <message>
            <source>Choose one of today's list and press Enter, or hold another one with N.</source>
            <translation>在今日列表中选择后按回车，或按 N 召开其他会议。</translation>
        </message>
        <message>
            <source>Attendance {here} / {all}</source>
            <translation>签到 {here} / {all}</translation>
        </message>
        <message>
            <source>Type a staff number first.</source>
            <translation>请先输入工号。</translation>
        </message>
        <message>
            <source>Why is {number} absent?</source>
            <translation>{number} 缺席事由</translation>
        </message>
        <message>
            <source>Note it</source>
            <translation>记下</translation>
        </message>
        <message>
            <source>Another reason</source>
            <translation>其他事由</translation>
        </message>
        <message>
            <source>Please say why.</source>
            <translation>请填写事由。</translation>
        </message>
        <message>
            <source>That is no staff number.</source>
            <translation>工号格式不对。</translation>
        </message>
        <message>
            <source>Staff number of somebody not on the list, then Enter</source>
            <translation>名单外人员的工号，回车确认</translation>
        </message>
        <message>
            <source>Attendance</source>
            <translation>签到</translation>
        </message>
        <message>
            <source>Here</source>
            <translation>到会</translation>
        </message>
        <message>
            <source>Late</source>
            <translation>迟到</translation>
        </message>
        <message>
            <source>Absent</source>
            <translation>缺席</translation>
        </message>
        <message>
            <source>By PIN</source>
            <translation>PIN 码签到</translation>
        </message>
        <message>
            <source>All others here</source>
            <translation>其余全到</translation>
        </message>
        <message>
            <source>today, before closing</source>
            <translation>今日营业结束前</translation>
        </message>
        <message>
            <source>tomorrow, before closing</source>
            <translation>明日营业结束前</translation>
        </message>
        <message>
            <source>in {count} days</source>
            <translation>{count} 天内</translation>
        </message>
        <message>
            <source>Please say what is to be done about what.</source>
            <translation>请填写任务内容。</translation>
        </message>
        <message>
            <source>{number} stands in the register of corrective actions.</source>
            <translation>{number} 已登记为整改任务。</translation>
        </message>
        <message>
            <source>A task</source>
            <translation>布置任务</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>问题或任务</translation>
        </message>
        <message>
            <source>What is to be done (may stay empty)</source>
            <translation>措施（可不填）</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>责任人</translation>
        </message>
        <message>
            <source>Until when</source>
            <translation>期限</translation>
        </message>
        <message>
            <source>Take the task (Enter)</source>
            <translation>记下任务（回车）</translation>
        </message>
        <message>
            <source>typing…</source>
            <translation>输入中…</translation>
        </message>
        <message>
            <source>saved</source>
            <translation>已保存</translation>
        </message>
        <message>
            <source>Decisions and remarks on this section</source>
            <translation>本节决议与记录</translation>
        </message>
        <message>
            <source>{here} here, {absent} absent, {open} not noted</source>
            <translation>到会 {here} 人，缺席 {absent} 人，未签到 {open} 人</translation>
        </message>
        <message>
            <source>Tasks taken: {count}</source>
            <translation>布置任务 {count} 项</translation>
        </message>
        <message>
            <source>Not held: {sections}</source>
            <translation>未进行：{sections}</translation>
        </message>
        <message>
            <source>Length: {time}</source>
            <translation>用时 {time}</translation>
        </message>
        <message>
            <source>End the meeting?</source>
            <translation>结束会议？</translation>
        </message>
        <message>
            <source>The minutes are closed and cannot be changed afterwards.</source>
            <translation>纪要定稿后不可更改。</translation>
        </message>
        <message>
            <source>End and close the minutes</source>
            <translation>结束并定稿</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续开会</translation>
        </message>
        <message>
            <source>Absent: {people}</source>
            <translation>缺 {people}</translation>
        </message>
        <message>
            <source>This is the first section.</source>
            <translation>已是第一节。</translation>
        </message>
        <message>
            <source>This is the last section.</source>
            <translation>已是最后一节。</translation>
        </message>
        <message>
            <source>page {page} of {count}  ↑ ↓</source>
            <translation>第 {page} / {count} 页  ↑ ↓</translation>
        </message>
        <message>
            <source>Previous section</source>
            <translation>上一节</translation>
        </message>
        <message>
            <source>Next section</source>
            <translation>下一节</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一节</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>签到</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>记任务</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>End, save minutes</source>
            <translation>结束并存纪要</translation>
        </message>
        <message>
            <source>End</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>Presentation</source>
            <translation>会议投屏</translation>
        </message>
        <message>
            <source>not held, planned {planned}</source>
            <translation>未进行，计划 {planned}</translation>
        </message>
        <message>
            <source>{time} of {planned}</source>
            <translation>{time} / {planned}</translation>
        </message>
        <message>
            <source>section {time}</source>
            <translation>本节 {time}</translation>
        </message>
        <message>
            <source>led by {role}</source>
            <translation>主讲：{role}</translation>
        </message>
        <message>
            <source>Noted</source>
            <translation>本节记录</translation>
        </message>
        <message>
            <source>Tasks taken</source>
            <translation>布置的任务</translation>
        </message>
        <message>
            <source>To be asked</source>
            <translation>现场提问</translation>
        </message>
        <message>
            <source>{what}: {why}</source>
            <translation>{what}：{why}</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>暂无数据</translation>
        </message>
        <message>
            <source>target {value}</source>
            <translation>目标 {value}</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>另有 {count} 项</translation>
        </message>
        <message>
            <source>On leave</source>
            <translation>休假</translation>
        </message>
        <message>
            <source>Sick</source>
            <translation>病假</translation>
        </message>
        <message>
            <source>Other shift</source>
            <translation>轮休</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>培训</translation>
        </message>
        <message>
            <source>Out on business</source>
            <translation>外出办事</translation>
        </message>
        <message>
            <source>At the post</source>
            <translation>在岗值守</translation>
        </message>
        <message>
            <source>not noted</source>
            <translation>未签到</translation>
        </message>
        <message>
            <source>here (PIN)</source>
            <translation>到会（PIN 码）</translation>
        </message>
        <message>
            <source>here</source>
            <translation>到会</translation>
        </message>
        <message>
            <source>late</source>
            <translation>迟到</translation>
        </message>
        <message>
            <source>absent</source>
            <translation>缺席</translation>
        </message>
        <message>
            <source>{count} there</source>
            <translation>{count} 人到会</translation>
        </message>
        <message>
            <source>not held</source>
            <translation>未召开</translation>
        </message>
        <message>
            <source>{span} late</source>
            <translation>逾期 {span}</translation>
        </message>
        <message>
            <source>now</source>
            <translation>到时</translation>
        </message>
        <message>
            <source>in {span}</source>
            <translation>{span}后</translation>
        </message>
        <message>
            <source>until {time}</source>
            <translation>期限 {time}</translation>
        </message>
        <message>
            <source>The agenda of this meeting is not on this computer.</source>
            <translation>本机没有这次会议的议程。</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Meetings</source>
            <translation>会议</translation>
        </message>
        <message>
            <source>Another meeting</source>
            <translation>其他会议</translation>
        </message>
        <message>
            <source>Part of a meeting's name</source>
            <translation>会议名称</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>材料</translation>
        </message>
        <message>
            <source>has a PIN</source>
            <translation>已设 PIN 码</translation>
        </message>
        <message>
            <source>Leave</source>
            <translation>退出投屏</translation>
        </message>
        <message>
            <source>since {time}</source>
            <translation>{time} 起</translation>
        </message>
        <message>
            <source>not here today</source>
            <translation>今天不在岗</translation>
        </message>
    </context>
    <context>
        <name>Messages</name>
        <message>
            <source>Queue sources of the kind {kind} come with a later release.</source>
            <translation>{kind} 类排队来源将在后续版本提供。</translation>
        </message>
        <message>
            <source>The settings file {path} cannot be read: {reason}</source>
            <translation>无法读取设置文件 {path}：{reason}</translation>
        </message>
        <message>
            <source>The settings file {path} is not valid: {reason}</source>
            <translation>设置文件 {path} 内容有误：{reason}</translation>
        </message>
        <message>
            <source>The key of this hall cannot be read.</source>
            <translation>无法读取本厅的密钥。</translation>
        </message>
        <message>
            <source>There is no key file in the data folder. Put back key.json from a backup of the folder.</source>
            <translation>数据文件夹中没有密钥文件。请从该文件夹的备份中恢复 key.json。</translation>
        </message>
        <message>
            <source>Please enter the passphrase of this hall.</source>
            <translation>请输入本厅的口令。</translation>
        </message>
        <message>
            <source>That is not the passphrase of this hall. Nothing was changed; try again.</source>
            <translation>口令不正确，未做任何更改，请重试。</translation>
        </message>
        <message>
            <source>That is not the recovery key of this hall. Compare it with the sheet, sign by sign.</source>
            <translation>恢复密钥不正确，请与打印件逐字核对。</translation>
        </message>
        <message>
            <source>The keyring of this computer does not give the key of this hall. Unlock it and try again, or enter the recovery key printed at set-up.</source>
            <translation>本机密钥环未提供本厅密钥。请解锁后重试，或输入初始设置时打印的恢复密钥。</translation>
        </message>
        <message>
            <source>This ticket is not known.</source>
            <translation>没有这张号票。</translation>
        </message>
        <message>
            <source>{number} is on hold ({reason}) and is not called until resumed.</source>
            <translation>{number} 已挂起（{reason}），恢复后才会叫号。</translation>
        </message>
        <message>
            <source>{number} was served; its call is not known.</source>
            <translation>{number} 已办结，但没有叫号记录。</translation>
        </message>
        <message>
            <source>{number} was gone before its next call.</source>
            <translation>{number} 在再次叫号前已离开。</translation>
        </message>
        <message>
            <source>{number} ended without being called.</source>
            <translation>{number} 未被叫号即已结束。</translation>
        </message>
        <message>
            <source>{number} was called out of order to counter {counter}: {reason}.</source>
            <translation>{number} 被插队叫到 {counter} 号窗口：{reason}。</translation>
        </message>
        <message>
            <source>{number} was called to counter {counter} after {minutes} min, before {people} who had waited longer.</source>
            <translation>{number} 等候 {minutes} 分钟后被叫到 {counter} 号窗口，早于 {people} 位等候更久的客户。</translation>
        </message>
        <message>
            <source>{number} was called to counter {counter} after {minutes} min: nobody of that service had waited longer.</source>
            <translation>{number} 等候 {minutes} 分钟后被叫到 {counter} 号窗口：同类业务中没有人等得更久。</translation>
        </message>
        <message>
            <source>{number} was called to counter {counter} ahead of {people} people because it was booked for this time.</source>
            <translation>{number} 因预约了此时段，先于 {people} 位客户被叫到 {counter} 号窗口。</translation>
        </message>
        <message>
            <source>{number} was called to counter {counter} ahead of {people} people by the head start of its priority.</source>
            <translation>{number} 因优先提前量，先于 {people} 位客户被叫到 {counter} 号窗口。</translation>
        </message>
        <message>
            <source>{number} waits because no open counter takes its service.</source>
            <translation>{number} 仍在等候：没有开放的窗口办理该业务。</translation>
        </message>
        <message>
            <source>{number} is booked for later and is called early only if nobody else waits.</source>
            <translation>{number} 预约时间未到，只有无人等候时才提前叫号。</translation>
        </message>
        <message>
            <source>{number} is the next that counter {counter} will call.</source>
            <translation>{number} 是 {counter} 号窗口下一个要叫的号。</translation>
        </message>
        <message>
            <source>{number} waits: {people} come first at counter {counter}, by longer waiting, head start or the counter's order.</source>
            <translation>{number} 仍在等候：在 {counter} 号窗口，按等候时长、优先提前量或窗口业务次序，还有 {people} 位在前。</translation>
        </message>
        <message>
            <source>{number} waits: {people} at counter {counter} have waited longer.</source>
            <translation>{number} 仍在等候：{counter} 号窗口还有 {people} 位等得更久。</translation>
        </message>
        <message>
            <source>Whoever has waited longest is called first. Waiting counts from the ticket.</source>
            <translation>等候最久者先办；等候时间从取号起算。</translation>
        </message>
        <message>
            <source>Elderly ({elderly} min), disabled ({disabled} min) and pregnant customers ({pregnant} min), customers with an infant ({infant} min) and priority customers ({vip} min) get a head start of these minutes; more is never given.</source>
            <translation>老年（{elderly} 分钟）、残障（{disabled} 分钟）、孕妇（{pregnant} 分钟）、携婴（{infant} 分钟）和贵宾客户（{vip} 分钟）享有相应的提前量，不会更多。</translation>
        </message>
        <message>
            <source>Booked customers are called from {early} min before their time, with a head start of {minutes} min.</source>
            <translation>预约客户从预约时间前 {early} 分钟起可叫号，享有 {minutes} 分钟提前量。</translation>
        </message>
        <message>
            <source>A counter prefers its first service; for each next one it counts {minutes} min less.</source>
            <translation>窗口优先办理其首项业务；次序每后一位，等候时间少算 {minutes} 分钟。</translation>
        </message>
        <message>
            <source>At most {count} customers an hour may be called ahead of others.</source>
            <translation>每小时最多 {count} 位客户可先于他人叫号。</translation>
        </message>
        <message>
            <source>Whoever has waited {minutes} min goes before every head start.</source>
            <translation>等候满 {minutes} 分钟者优先于一切提前量。</translation>
        </message>
        <message>
            <source>A customer who missed the call may rejoin the line {count} times.</source>
            <translation>过号客户最多可重新排队 {count} 次。</translation>
        </message>
        <message>
            <source>A number is called again at most {count} times before it counts as missed.</source>
            <translation>同一号码最多重呼 {count} 次，仍未到按过号处理。</translation>
        </message>
        <message>
            <source>The folder {folder} cannot be read: {reason}</source>
            <translation>无法读取文件夹 {folder}：{reason}</translation>
        </message>
        <message>
            <source>What was read could not be recorded</source>
            <translation>读到的内容未能记录</translation>
        </message>
        <message>
            <source>Port {port} cannot be opened ({reason}). Choose another one in the settings.</source>
            <translation>端口 {port} 无法打开（{reason}），请在设置中换一个端口。</translation>
        </message>
        <message>
            <source>Port {port} is in use by another program. Choose another one in the settings.</source>
            <translation>端口 {port} 已被其他程序占用，请在设置中换一个端口。</translation>
        </message>
        <message>
            <source>This computer does not allow port {port}. Choose another one in the settings.</source>
            <translation>这台电脑不允许使用端口 {port}，请在设置中换一个端口。</translation>
        </message>
        <message>
            <source>The column {column} is missing</source>
            <translation>缺少列 {column}</translation>
        </message>
        <message>
            <source>The key of the ticket is empty</source>
            <translation>号票标识为空</translation>
        </message>
        <message>
            <source>A picture of a queue needs a time and a number</source>
            <translation>队列快照需要时间和号码</translation>
        </message>
        <message>
            <source>The profile {file} is wrong in line {line}: {reason}</source>
            <translation>配置文件 {file} 第 {line} 行有误：{reason}</translation>
        </message>
        <message>
            <source>The profile {file} is wrong: {reason}</source>
            <translation>配置文件 {file} 有误：{reason}</translation>
        </message>
        <message>
            <source>The line has {many} fields instead of {right}</source>
            <translation>该行有 {many} 个字段，应为 {right} 个</translation>
        </message>
        <message>
            <source>The line is no JSON</source>
            <translation>该行不是 JSON</translation>
        </message>
        <message>
            <source>The line is no JSON object</source>
            <translation>该行不是 JSON 对象</translation>
        </message>
        <message>
            <source>{name} answers, but nothing has moved for {minutes} minutes while {count} wait</source>
            <translation>{name} 有应答，但 {minutes} 分钟没有变化，仍有 {count} 人等候</translation>
        </message>
        <message>
            <source>The address of the database is missing or cannot be read</source>
            <translation>数据库地址缺失或无法识别</translation>
        </message>
        <message>
            <source>The driver for {kind} databases is not installed</source>
            <translation>未安装 {kind} 数据库驱动</translation>
        </message>
        <message>
            <source>The database does not answer: {reason}</source>
            <translation>数据库无应答：{reason}</translation>
        </message>
        <message>
            <source>The webhook is switched off in the settings.</source>
            <translation>推送接口已在设置中关闭。</translation>
        </message>
        <message>
            <source>The webhook {feed} has no usable secret. Make one in the settings for the queue system.</source>
            <translation>推送接口 {feed} 没有可用的密钥，请在设置中为排队系统生成密钥。</translation>
        </message>
        <message>
            <source>The webhook {feed} stopped by itself and is opened again.</source>
            <translation>推送接口 {feed} 自行停止，正在重新打开。</translation>
        </message>
        <message>
            <source>Calls are muted.</source>
            <translation>叫号语音已静音。</translation>
        </message>
        <message>
            <source>Calls are silent during the quiet hours.</source>
            <translation>静音时段内不播报叫号。</translation>
        </message>
        <message>
            <source>This computer cannot speak these languages; recordings are used.</source>
            <translation>本机没有所选语言的语音，改用录音播报。</translation>
        </message>
        <message>
            <source>Unknown priority class {priority}.</source>
            <translation>未知的优先类别 {priority}。</translation>
        </message>
        <message>
            <source>No numbers are given for {service} at the moment.</source>
            <translation>{service} 类业务暂停取号。</translation>
        </message>
        <message>
            <source>{number} was issued.</source>
            <translation>已取号 {number}。</translation>
        </message>
        <message>
            <source>Counter {counter} finished {number}.</source>
            <translation>{counter} 号窗口已办结 {number}。</translation>
        </message>
        <message>
            <source>Calling out of order needs a reason.</source>
            <translation>插队叫号须填写原因。</translation>
        </message>
        <message>
            <source>{number} is not waiting any more.</source>
            <translation>{number} 已不在等候。</translation>
        </message>
        <message>
            <source>{number} was called {count} times; mark it as a no-show.</source>
            <translation>{number} 已呼叫 {count} 次，请按过号处理。</translation>
        </message>
        <message>
            <source>{number} did not come.</source>
            <translation>{number} 过号。</translation>
        </message>
        <message>
            <source>{number} was put on hold.</source>
            <translation>{number} 已挂起。</translation>
        </message>
        <message>
            <source>{number} is back in the line.</source>
            <translation>{number} 已重新排队。</translation>
        </message>
        <message>
            <source>{number} was put back {count} times; the rule allows no more.</source>
            <translation>{number} 已重新排队 {count} 次，规则不再允许。</translation>
        </message>
        <message>
            <source>{number} was transferred.</source>
            <translation>{number} 已转号。</translation>
        </message>
        <message>
            <source>Say where to transfer {number}.</source>
            <translation>请选择 {number} 转往何处。</translation>
        </message>
        <message>
            <source>There is no counter {counter}.</source>
            <translation>没有 {counter} 号窗口。</translation>
        </message>
        <message>
            <source>{number} was cancelled.</source>
            <translation>{number} 已作废。</translation>
        </message>
        <message>
            <source>{number} left unserved.</source>
            <translation>{number} 已弃号离开。</translation>
        </message>
        <message>
            <source>The priority of {number} was changed.</source>
            <translation>{number} 的优先类别已更改。</translation>
        </message>
        <message>
            <source>{number} was marked.</source>
            <translation>{number} 已标记。</translation>
        </message>
        <message>
            <source>Counter {counter} was opened.</source>
            <translation>{counter} 号窗口已开启。</translation>
        </message>
        <message>
            <source>Counter {counter} was paused.</source>
            <translation>{counter} 号窗口已暂停。</translation>
        </message>
        <message>
            <source>Counter {counter} is back.</source>
            <translation>{counter} 号窗口已恢复。</translation>
        </message>
        <message>
            <source>Counter {counter} was closed.</source>
            <translation>{counter} 号窗口已关闭。</translation>
        </message>
        <message>
            <source>Counter {counter} still serves {number}: finish or transfer it first.</source>
            <translation>{counter} 号窗口仍在办理 {number}，请先办结或转号。</translation>
        </message>
        <message>
            <source>The services of counter {counter} were changed.</source>
            <translation>{counter} 号窗口的业务已更改。</translation>
        </message>
        <message>
            <source>Staff {staff} signed on at counter {counter}.</source>
            <translation>工号 {staff} 已在 {counter} 号窗口签到。</translation>
        </message>
        <message>
            <source>Staff signed off at counter {counter}.</source>
            <translation>{counter} 号窗口已签退。</translation>
        </message>
        <message>
            <source>The call of counter {counter} was answered.</source>
            <translation>已应答 {counter} 号窗口的呼叫。</translation>
        </message>
        <message>
            <source>The range of numbers must rise.</source>
            <translation>号码范围须从小到大。</translation>
        </message>
        <message>
            <source>Write a few words first.</source>
            <translation>请先写几个字。</translation>
        </message>
        <message>
            <source>The note was recorded.</source>
            <translation>已记录。</translation>
        </message>
        <message>
            <source>The desk has already taken over from {feed}.</source>
            <translation>本台已接管 {feed}。</translation>
        </message>
        <message>
            <source>The desk has not taken over from {feed}.</source>
            <translation>本台未接管 {feed}。</translation>
        </message>
        <message>
            <source>There is nothing to undo; ten seconds have passed.</source>
            <translation>没有可撤销的操作，已超过十秒。</translation>
        </message>
        <message>
            <source>It cannot be undone any more: something followed.</source>
            <translation>无法撤销：其后已有操作。</translation>
        </message>
        <message>
            <source>{number} was called to counter {counter}.</source>
            <translation>已叫 {number} 到 {counter} 号窗口。</translation>
        </message>
        <message>
            <source>There is no service {service}.</source>
            <translation>没有业务 {service}。</translation>
        </message>
        <message>
            <source>Counter {counter} is closed: open it first.</source>
            <translation>{counter} 号窗口已关闭，请先开启。</translation>
        </message>
        <message>
            <source>Counter {counter} is paused: resume it first.</source>
            <translation>{counter} 号窗口已暂停，请先恢复。</translation>
        </message>
        <message>
            <source>Nobody is at counter {counter}.</source>
            <translation>{counter} 号窗口没有客户。</translation>
        </message>
        <message>
            <source>{number} is already being served at counter {counter}.</source>
            <translation>{number} 已在 {counter} 号窗口办理。</translation>
        </message>
        <message>
            <source>That is not possible: {number} is {state} now.</source>
            <translation>无法操作：{number} 现在{state}。</translation>
        </message>
        <message>
            <source>That is not possible: counter {counter} is {state} now.</source>
            <translation>无法操作：{counter} 号窗口现在{state}。</translation>
        </message>
        <message>
            <source>The printer closed the line before the slip was through.</source>
            <translation>号票尚未打完，打印机就断开了连接。</translation>
        </message>
        <message>
            <source>The printer did not finish in {seconds} s. Look whether a slip came out.</source>
            <translation>打印机 {seconds} 秒内未完成，请看看号票是否已打出。</translation>
        </message>
        <message>
            <source>The printer {address} cannot be reached ({reason}). Is it on and plugged in?</source>
            <translation>连接不上打印机 {address}({reason})。请检查电源和连线。</translation>
        </message>
        <message>
            <source>The settings name no address for the ticket printer.</source>
            <translation>设置中没有填写号票打印机的地址。</translation>
        </message>
        <message>
            <source>The ticket printer is out of paper.</source>
            <translation>号票打印机缺纸。</translation>
        </message>
        <message>
            <source>The cover of the ticket printer is open.</source>
            <translation>号票打印机的上盖没有合好。</translation>
        </message>
        <message>
            <source>The ticket printer reports a fault. Switch it off and on.</source>
            <translation>号票打印机报告故障，请关机后重新开机。</translation>
        </message>
        <message>
            <source>There is no profile {name}. Shipped are: {known}.</source>
            <translation>没有配置 {name}。内置的有：{known}。</translation>
        </message>
        <message>
            <source>The queue source {feed} met a defect of this program; it is tried again.</source>
            <translation>排队来源 {feed} 遇到程序缺陷，正在重试。</translation>
        </message>
        <message>
            <source>The profile {file} does not read files</source>
            <translation>配置 {file} 不是读文件用的</translation>
        </message>
        <message>
            <source>The file {file} cannot be read: {reason}</source>
            <translation>无法读取文件 {file}：{reason}</translation>
        </message>
        <message>
            <source>All numbers of {service} are in use; widen its range in the settings.</source>
            <translation>{service} 的号码已用完，请在设置中扩大号段。</translation>
        </message>
        <message>
            <source>The recording {name} cannot be used: it must be a 16-bit PCM WAV file.</source>
            <translation>录音 {name} 无法使用：须为 16 位 PCM 的 WAV 文件。</translation>
        </message>
        <message>
            <source>The recording {name} is missing: the call is not spoken in full.</source>
            <translation>缺少录音 {name}：叫号无法完整播报。</translation>
        </message>
        <message>
            <source>The slip could not be made; see the log.</source>
            <translation>号票无法生成，请查看日志。</translation>
        </message>
        <message>
            <source>What the printer said could not be recorded yet.</source>
            <translation>打印结果暂时未能记录。</translation>
        </message>
        <message>
            <source>The program was closed before the slip was printed.</source>
            <translation>号票打印之前程序已关闭。</translation>
        </message>
        <message>
            <source>System printers need the console's window.</source>
            <translation>系统打印机须在控制台程序打开时使用。</translation>
        </message>
        <message>
            <source>The ticket printer is nearly out of paper.</source>
            <translation>号票打印机即将缺纸。</translation>
        </message>
        <message>
            <source>This printer does not tell whether it has paper.</source>
            <translation>此打印机不反馈是否有纸。</translation>
        </message>
        <message>
            <source>The printer has not let go of the former slip. Switch it off and on.</source>
            <translation>打印机仍卡在上一张号票，请关机后重新开机。</translation>
        </message>
        <message>
            <source>The printer did not answer in {seconds} s.</source>
            <translation>打印机 {seconds} 秒内没有应答。</translation>
        </message>
        <message>
            <source>The data in {folder} cannot be used just now. The floor goes on with what it knows; new facts wait in memory and in a side file. Start the program again; if it stays so, call your technician.</source>
            <translation>{folder} 中的数据暂时无法使用。现场照常运行，新记录暂存于内存和备用文件。请重启程序；如仍不行，请联系技术人员。</translation>
        </message>
        <message>
            <source>The disk that holds {folder} is full. The floor goes on; new facts wait in memory and in a side file. Free some space: they are then written by themselves.</source>
            <translation>{folder} 所在磁盘已满。现场照常运行，新记录暂存于内存和备用文件。请腾出空间，记录会自动写入。</translation>
        </message>
        <message>
            <source>Another program holds the database in {folder}. The floor goes on; new facts wait until it lets go. Close the other program, or the copy that is running.</source>
            <translation>另一程序占用了 {folder} 中的数据库。现场照常运行，新记录等待写入。请关闭该程序或正在运行的另一份本程序。</translation>
        </message>
        <message>
            <source>The folder {folder} may be read but not written. The floor goes on with what it knows; new facts wait in memory and in a side file. Give this user the right to write there.</source>
            <translation>文件夹 {folder} 只能读不能写。现场照常运行，新记录暂存于内存和备用文件。请给本用户写入权限。</translation>
        </message>
        <message>
            <source>The folder {folder} cannot be reached. The floor goes on with what it knows; new facts wait in memory and in a side file. Connect the drive again, or choose another folder.</source>
            <translation>无法访问文件夹 {folder}。现场照常运行，新记录暂存于内存和备用文件。请重新连接磁盘或另选文件夹。</translation>
        </message>
        <message>
            <source>The disk that holds {folder} reports errors. The floor goes on; new facts wait in memory and in a side file. Copy the newest backup to another disk and have this one looked at.</source>
            <translation>{folder} 所在磁盘报错。现场照常运行，新记录暂存于内存和备用文件。请把最新备份复制到其他磁盘，并检修该磁盘。</translation>
        </message>
        <message>
            <source>The folder {folder} lies on a drive that cannot keep the database safe, most likely a network share. Nothing was written. Choose a folder on this computer's own disk.</source>
            <translation>文件夹 {folder} 所在位置（很可能是网络共享）不能安全存放数据库。未写入任何内容。请选择本机磁盘上的文件夹。</translation>
        </message>
        <message>
            <source>The database in {folder} is damaged. It will be moved aside, never deleted, and the last good backup put in its place together with everything that can still be read.</source>
            <translation>{folder} 中的数据库已损坏。将把它移到一旁（绝不删除），换上最近的完好备份，并补回仍能读出的全部记录。</translation>
        </message>
        <message>
            <source>The database in {folder} cannot be opened with the key of this computer. Nothing was changed. Use the recovery key printed at set-up.</source>
            <translation>本机密钥打不开 {folder} 中的数据库，未做任何更改。请使用初始设置时打印的恢复密钥。</translation>
        </message>
        <message>
            <source>The database in {folder} was written by a newer version of this program (schema {found}, this one knows {known}). Nothing was changed. Install the newer version.</source>
            <translation>{folder} 中的数据库由更新版本的程序写入（结构 {found}，本版本支持到 {known}）。未做任何更改，请安装新版本。</translation>
        </message>
        <message>
            <source>The database in {folder} could not be brought to schema {known}. It is as it was before, and a copy lies in {backup}. Keep using the former version and send the crash file to your technician.</source>
            <translation>{folder} 中的数据库未能升级到结构 {known}，已保持原样，副本在 {backup}。请继续使用旧版本，并把故障文件交给技术人员。</translation>
        </message>
        <message>
            <source>The backup {file} in {folder} is not good and was not used. Take another one.</source>
            <translation>{folder} 中的备份 {file} 不可用，未采用，请换一份。</translation>
        </message>
        <message>
            <source>The database was damaged. It was moved to {folder}; nothing was deleted.</source>
            <translation>数据库已损坏，已移到 {folder}，没有删除任何内容。</translation>
        </message>
        <message>
            <source>The backup {file} was put in its place; its latest event is of {time}.</source>
            <translation>已换上备份 {file}，其中最后一条记录的时间是 {time}。</translation>
        </message>
        <message>
            <source>No good backup was found; the hall begins with what could be read.</source>
            <translation>没有找到完好的备份，从能读出的记录开始。</translation>
        </message>
        <message>
            <source>{count} later events could be read from the damaged file and are in again.</source>
            <translation>从损坏的文件中又读出并补回了 {count} 条较晚的记录。</translation>
        </message>
        <message>
            <source>{count} events in between are lost. Compare today's floor with the hall before you go on.</source>
            <translation>其间有 {count} 条记录丢失。继续之前，请将现场画面与厅内实况核对。</translation>
        </message>
        <message>
            <source>The latest event is of {time}. Anything recorded after it is lost.</source>
            <translation>最后一条记录的时间是 {time}，此后的记录已丢失。</translation>
        </message>
        <message>
            <source>The hall is still being opened. Try again in a moment.</source>
            <translation>正在打开，请稍后再试。</translation>
        </message>
        <message>
            <source>The folder of {file} is a queue source now: {name}</source>
            <translation>{file} 所在文件夹已成为排队来源：{name}</translation>
        </message>
        <message>
            <source>No sound: {program} says {reason}.</source>
            <translation>没有声音：{program} 提示 {reason}。</translation>
        </message>
        <message>
            <source>No sound: this computer has no sound device.</source>
            <translation>没有声音：本机没有音频设备。</translation>
        </message>
        <message>
            <source>No sound: none of the players {players} is installed.</source>
            <translation>没有声音：未安装任何播放程序（{players}）。</translation>
        </message>
        <message>
            <source>This computer has no printer named {name}.</source>
            <translation>本机没有名为 {name} 的打印机。</translation>
        </message>
        <message>
            <source>The printer {name} reports a fault.</source>
            <translation>打印机 {name} 报告故障。</translation>
        </message>
        <message>
            <source>The printer {name} does not accept the slip.</source>
            <translation>打印机 {name} 不接受这张号票。</translation>
        </message>
        <message>
            <source>All pairing codes were withdrawn after {count} wrong tries, the last one from {peer}.</source>
            <translation>配对码输错 {count} 次，最后一次来自 {peer}，所有配对码已作废。</translation>
        </message>
        <message>
            <source>The list of call pads was damaged and has been set aside: pair the call pads again.</source>
            <translation>窗口呼叫器的配对清单已损坏并移到一旁，请重新配对各窗口的呼叫器。</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>等候中</translation>
        </message>
        <message>
            <source>on hold</source>
            <translation>已挂起</translation>
        </message>
        <message>
            <source>called</source>
            <translation>已叫号</translation>
        </message>
        <message>
            <source>being served</source>
            <translation>办理中</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已办结</translation>
        </message>
        <message>
            <source>a no-show</source>
            <translation>已过号</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>已作废</translation>
        </message>
        <message>
            <source>gone</source>
            <translation>已离开</translation>
        </message>
        <message>
            <source>open</source>
            <translation>开放</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>A transferred customer keeps the time already waited. Sent to one counter, they wait for it {minutes} min at most; then any counter calls them.</source>
            <translation>转号客户保留已等候的时间；转往指定窗口者最多为其等候 {minutes} 分钟，之后任何窗口均可叫号。</translation>
        </message>
        <message>
            <source>The content file {file} is wrong in line {line}: {reason}</source>
            <translation>内容文件 {file} 第 {line} 行有误：{reason}</translation>
        </message>
        <message>
            <source>The content file {file} is wrong: {reason}</source>
            <translation>内容文件 {file} 有误：{reason}</translation>
        </message>
        <message>
            <source>The folder {folder} may not be written: the hall is only read.</source>
            <translation>文件夹 {folder} 不可写：本次仅读取，不做任何更改。</translation>
        </message>
        <message>
            <source>This is an exercise hall: its customers are replayed, nothing here is real.</source>
            <translation>这是演练厅：客户均为回放，并非真实业务。</translation>
        </message>
        <message>
            <source>There is no customer to be replayed in {address}.</source>
            <translation>{address} 中没有可回放的客户。</translation>
        </message>
        <message>
            <source>The recording {path} cannot be read: {reason}</source>
            <translation>无法读取记录文件 {path}：{reason}</translation>
        </message>
        <message>
            <source>The recording {path} is longer than a day: more than {most} facts.</source>
            <translation>记录文件 {path} 超过一天的量：多于 {most} 条。</translation>
        </message>
        <message>
            <source>MQTT needs the package {package}, which is not installed here.</source>
            <translation>使用 MQTT 需要软件包 {package}，本机未安装。</translation>
        </message>
        <message>
            <source>{number} was called to counter {counter} ahead of {people} people because it had been sent there.</source>
            <translation>{number} 因已转至 {counter} 号窗口，先于 {people} 位客户被叫到该窗口。</translation>
        </message>
        <message>
            <source>Take the password out of the address of {feed}; it has a field of its own below.</source>
            <translation>请把 {feed} 地址里的密码去掉，密码在下方单独填写。</translation>
        </message>
        <message>
            <source>The broker's address is written like mqtt://user@host:1883 or mqtts://host/topic/#?ca=FILE; {address} is not.</source>
            <translation>MQTT 服务器地址应写成 mqtt://用户@主机:1883 或 mqtts://主机/主题/#?ca=证书文件；{address} 不符合。</translation>
        </message>
        <message>
            <source>The certificate file {file} cannot be used: {reason}</source>
            <translation>证书文件 {file} 无法使用：{reason}</translation>
        </message>
        <message>
            <source>The certificate of the broker {broker} is not trusted: {reason}</source>
            <translation>MQTT 服务器 {broker} 的证书不受信任：{reason}</translation>
        </message>
        <message>
            <source>The broker {broker} took the connection and then kept silent.</source>
            <translation>MQTT 服务器 {broker} 接受了连接，但没有任何回应。</translation>
        </message>
        <message>
            <source>The broker {broker} does not let {user} read the topic {topic}.</source>
            <translation>MQTT 服务器 {broker} 不允许 {user} 读取主题 {topic}。</translation>
        </message>
        <message>
            <source>The broker {broker} does not repeat what was not taken (topic {topic}): events would be lost.</source>
            <translation>MQTT 服务器 {broker} 对主题 {topic} 不重发未确认的消息（仅 QoS 0），消息可能丢失。</translation>
        </message>
        <message>
            <source>Another program has taken the name {client} at the broker {broker}. Is a second console open with a copy of this hall? Each event reaches only one of the two. Close one, or give it another name (?client=NAME in the address); this one tries again in a minute.</source>
            <translation>另有程序在 MQTT 服务器 {broker} 上占用了名称 {client}。是否有另一台控制台打开了本厅数据的副本？每条消息只会到达其中一台。请关闭其中一台，或给它换个名称（地址末尾加 ?client=名称）；本机一分钟后重试。</translation>
        </message>
        <message>
            <source>The broker {broker} is connected but silent.</source>
            <translation>MQTT 服务器 {broker} 已连接但没有回应。</translation>
        </message>
        <message>
            <source>The broker {broker} closes the connection again and again. Most often a second program uses the name {client}: is another console open with a copy of this hall? Each event reaches only one of the two. Close one, or give it another name (?client=NAME in the address).</source>
            <translation>MQTT 服务器 {broker} 反复断开连接。多半是另有程序也在用名称 {client}：是否有另一台控制台打开了本厅数据的副本？每条消息只会到达其中一台。请关闭其中一台，或给它换个名称（地址末尾加 ?client=名称）。</translation>
        </message>
        <message>
            <source>The broker {broker} does not answer: {reason}</source>
            <translation>MQTT 服务器 {broker} 无响应：{reason}</translation>
        </message>
        <message>
            <source>The connection to the broker {broker} was lost.</source>
            <translation>与 MQTT 服务器 {broker} 的连接已断开。</translation>
        </message>
        <message>
            <source>The connection to the broker {broker} was lost: {reason}</source>
            <translation>与 MQTT 服务器 {broker} 的连接已断开：{reason}</translation>
        </message>
        <message>
            <source>The broker {broker} is too old: MQTT version 5 is needed.</source>
            <translation>MQTT 服务器 {broker} 版本过旧：需要支持 MQTT 5。</translation>
        </message>
        <message>
            <source>The broker {broker} does not let {user} in. Check user and password of {feed}.</source>
            <translation>MQTT 服务器 {broker} 拒绝 {user} 登录。请检查 {feed} 的用户名和密码。</translation>
        </message>
        <message>
            <source>The broker {broker} refuses the connection: {reason}</source>
            <translation>MQTT 服务器 {broker} 拒绝连接：{reason}</translation>
        </message>
        <message>
            <source>What came from {broker} could not be recorded; it comes again.</source>
            <translation>来自 {broker} 的消息未能记录，稍后会重新送达。</translation>
        </message>
        <message>
            <source>The program part {part} for this queue source is not installed</source>
            <translation>本机未安装此排队来源所需的程序组件 {part}</translation>
        </message>
        <message>
            <source>The address of the queue server cannot be used: {reason}</source>
            <translation>排队服务器的地址无法使用：{reason}</translation>
        </message>
        <message>
            <source>The address must end in ?{name}=… for this profile</source>
            <translation>使用此配置时，地址末尾须写上 ?{name}=…</translation>
        </message>
        <message>
            <source>The certificate file {file} cannot be read</source>
            <translation>无法读取证书文件 {file}</translation>
        </message>
        <message>
            <source>The queue server wants a key. Enter it under Settings › Queue sources.</source>
            <translation>排队服务器需要密钥。请在“设置 › 排队来源”中填写。</translation>
        </message>
        <message>
            <source>The list of the queue server has no end</source>
            <translation>排队服务器的列表没有尽头</translation>
        </message>
        <message>
            <source>The queue server sends us on to {host}. That is another address: nothing is sent there.</source>
            <translation>排队服务器要求转到 {host}。那是另一个地址，不会向它发送任何内容。</translation>
        </message>
        <message>
            <source>The answer of the queue server is larger than {most} MB</source>
            <translation>排队服务器返回的数据超过 {most} MB</translation>
        </message>
        <message>
            <source>The queue server answers with a web page, not with data</source>
            <translation>排队服务器返回的是网页，而不是数据</translation>
        </message>
        <message>
            <source>The answer of the queue server has no list at {path}</source>
            <translation>排队服务器返回的数据中没有 {path} 列表</translation>
        </message>
        <message>
            <source>The answer of the queue server is not JSON</source>
            <translation>排队服务器返回的数据不是 JSON 格式</translation>
        </message>
        <message>
            <source>The queue server does not answer: {reason}</source>
            <translation>排队服务器无应答：{reason}</translation>
        </message>
        <message>
            <source>The queue server refuses our key ({status}). Enter the right one under Settings › Queue sources.</source>
            <translation>排队服务器拒绝了我们的密钥（{status}）。请在“设置 › 排队来源”中填写正确的密钥。</translation>
        </message>
        <message>
            <source>The queue server answers with the error {status}</source>
            <translation>排队服务器返回错误 {status}</translation>
        </message>
        <message>
            <source>The key of this queue source has {many} parts, with blanks between: {parts}</source>
            <translation>此排队来源的密钥由 {many} 段组成，段间用空格隔开：{parts}</translation>
        </message>
        <message>
            <source>The queue server refuses our account ({status}). Enter the right one under Settings › Queue sources.</source>
            <translation>排队服务器拒绝了我们的账号（{status}）。请在“设置 › 排队来源”中填写正确的账号。</translation>
        </message>
        <message>
            <source>Several adapters are {port}: choose one by its serial number or its device name.</source>
            <translation>有多个转换器符合 {port}：请按序列号或设备名选择其中一个。</translation>
        </message>
        <message>
            <source>No serial port is chosen for the callers.</source>
            <translation>尚未选择叫号器的串口。</translation>
        </message>
        <message>
            <source>Serial callers need pyserial, which is not installed here.</source>
            <translation>串口叫号器需要 pyserial，本机未安装。</translation>
        </message>
        <message>
            <source>The callers' serial port {port} is not there: plug its adapter in.</source>
            <translation>找不到叫号器的串口 {port}：请插好转换器。</translation>
        </message>
        <message>
            <source>Another program has the callers' serial port {port}: close it.</source>
            <translation>叫号器的串口 {port} 被其他程序占用：请关闭该程序。</translation>
        </message>
        <message>
            <source>This user may not open the callers' serial port {port}. On Linux the user must be in the group dialout.</source>
            <translation>当前用户无权打开叫号器的串口 {port}。在 Linux 上该用户须加入 dialout 组。</translation>
        </message>
        <message>
            <source>The callers' serial port {port} cannot be opened: {reason}</source>
            <translation>叫号器的串口 {port} 无法打开：{reason}</translation>
        </message>
        <message>
            <source>{number} is rated already.</source>
            <translation>{number} 号已评价。</translation>
        </message>
        <message>
            <source>Nothing was undone: meanwhile something else was done. {action}</source>
            <translation>未撤销：其间已有新的操作。{action}</translation>
        </message>
        <message>
            <source>Counter {counter} now has {number}. Nothing was done; look again.</source>
            <translation>{counter} 号窗口现在是 {number}，未做任何操作，请看清后再按。</translation>
        </message>
        <message>
            <source>{number} is not at counter {counter} any more. Nothing was done; look again.</source>
            <translation>{number} 已不在 {counter} 号窗口，未做任何操作，请看清后再按。</translation>
        </message>
        <message>
            <source>The file {path} is damaged or ends too early: {reason}</source>
            <translation>文件 {path} 已损坏或不完整：{reason}</translation>
        </message>
        <message>
            <source>The journal is not the one that was noted: event {seq} is missing or another. Somebody changed the database or put an older one in its place. Keep the folder as it is and have it checked (lobbyconsole verify).</source>
            <translation>流水与库外留存的记录不符：第 {seq} 条缺失或不同。数据库可能被改动，或被换成旧的。请保持文件夹原样，并让人核查（lobbyconsole verify）。</translation>
        </message>
        <message>
            <source>Please say why.</source>
            <translation>请说明原因。</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>内容没有改动。</translation>
        </message>
        <message>
            <source>There is no such proposal any more.</source>
            <translation>该修改申请已不存在。</translation>
        </message>
        <message>
            <source>Another person must do this.</source>
            <translation>须由另一人办理。</translation>
        </message>
        <message>
            <source>{field} must be filled in.</source>
            <translation>请填写“{field}”。</translation>
        </message>
        <message>
            <source>{field}: please choose one of the list.</source>
            <translation>“{field}”：请从列表中选择。</translation>
        </message>
        <message>
            <source>{field} must be a number.</source>
            <translation>“{field}”应为数字。</translation>
        </message>
        <message>
            <source>{field} must be a date or a time.</source>
            <translation>“{field}”应为日期或时间。</translation>
        </message>
        <message>
            <source>{field} is too long.</source>
            <translation>“{field}”内容过长。</translation>
        </message>
        <message>
            <source>This can no longer be changed; add a note instead.</source>
            <translation>该记录已不可修改，可添加备注。</translation>
        </message>
        <message>
            <source>There is no field {field}.</source>
            <translation>没有“{field}”这一项。</translation>
        </message>
        <message>
            <source>That is not possible from its present state.</source>
            <translation>当前状态下不能这样处理。</translation>
        </message>
        <message>
            <source>Please fill in {field} first.</source>
            <translation>请先填写“{field}”。</translation>
        </message>
        <message>
            <source>There is no record {key}.</source>
            <translation>没有编号为 {key} 的记录。</translation>
        </message>
        <message>
            <source>This checklist is not in use here.</source>
            <translation>本厅未启用这份检查表。</translation>
        </message>
        <message>
            <source>This item is not in the checklist.</source>
            <translation>检查表中没有这一项。</translation>
        </message>
        <message>
            <source>Please give the staff number of who goes on.</source>
            <translation>请填写接手人的工号。</translation>
        </message>
        <message>
            <source>Please give your staff number.</source>
            <translation>请填写您的工号。</translation>
        </message>
        <message>
            <source>{count} items have no answer yet.</source>
            <translation>还有 {count} 项未作答。</translation>
        </message>
        <message>
            <source>A second person must sign this round first.</source>
            <translation>须先由第二人签名。</translation>
        </message>
        <message>
            <source>This round is closed already.</source>
            <translation>本次巡检已结束。</translation>
        </message>
        <message>
            <source>There is no such round.</source>
            <translation>没有这次巡检。</translation>
        </message>
        <message>
            <source>{name} cannot be read: {reason}.</source>
            <translation>{name}无法读取：{reason}。</translation>
        </message>
        <message>
            <source>There is no such photo.</source>
            <translation>没有这张照片。</translation>
        </message>
        <message>
            <source>This photo is not on this computer.</source>
            <translation>这张照片不在本机。</translation>
        </message>
        <message>
            <source>This photo's file is damaged; the answer itself is safe.</source>
            <translation>照片文件已损坏，答复本身不受影响。</translation>
        </message>
        <message>
            <source>The disk is full: the photo was not kept. Answers are safe; free some space first.</source>
            <translation>磁盘已满，照片未保存。答复不受影响，请先腾出空间。</translation>
        </message>
        <message>
            <source>The photo could not be kept: {reason}.</source>
            <translation>照片未能保存：{reason}。</translation>
        </message>
        <message>
            <source>A photo may have {limit} MB at most. Take it in a smaller size.</source>
            <translation>照片最大 {limit} MB，请用较小尺寸拍摄。</translation>
        </message>
        <message>
            <source>{name} is empty.</source>
            <translation>{name} 是空文件。</translation>
        </message>
        <message>
            <source>{name} is a HEIC photo, which cannot be shown here. Let the phone save photos as JPEG.</source>
            <translation>{name} 是 HEIC 照片，本机无法显示。请在手机相机设置中改为 JPEG（兼容性最佳）。</translation>
        </message>
        <message>
            <source>{name} is no photo that can be read here (JPEG, PNG, WebP, GIF or BMP).</source>
            <translation>{name} 不是可读取的照片（支持 JPEG、PNG、WebP、GIF、BMP）。</translation>
        </message>
        <message>
            <source>Please give the staff number.</source>
            <translation>请输入工号。</translation>
        </message>
        <message>
            <source>Please say why somebody is absent.</source>
            <translation>请填写缺席事由。</translation>
        </message>
        <message>
            <source>Please note first who is here.</source>
            <translation>请先登记到会人员。</translation>
        </message>
        <message>
            <source>The minutes are not closed yet.</source>
            <translation>会议纪要尚未定稿。</translation>
        </message>
        <message>
            <source>This agenda is not in use here.</source>
            <translation>本厅未启用此议程。</translation>
        </message>
        <message>
            <source>This section is not in the agenda.</source>
            <translation>议程中没有这一节。</translation>
        </message>
        <message>
            <source>There is no such meeting.</source>
            <translation>没有这次会议。</translation>
        </message>
        <message>
            <source>This meeting is closed; its minutes cannot change.</source>
            <translation>会议已结束，纪要不能再改。</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>文件为空。</translation>
        </message>
        <message>
            <source>No column is called like a field of this register. The first row must name the columns.</source>
            <translation>没有与本台账字段同名的列，首行须为列名。</translation>
        </message>
        <message>
            <source>{name} is larger than {limit} MB.</source>
            <translation>{name}超过{limit} MB。</translation>
        </message>
        <message>
            <source>The file cannot be read as CSV: {reason}.</source>
            <translation>文件无法按CSV读取：{reason}。</translation>
        </message>
        <message>
            <source>The row has more cells than the head.</source>
            <translation>该行的单元格多于表头。</translation>
        </message>
        <message>
            <source>{number} is in the register already.</source>
            <translation>{number}已在台账中。</translation>
        </message>
        <message>
            <source>{field} must be a staff number.</source>
            <translation>{field}须为工号。</translation>
        </message>
        <message>
            <source>Please give a staff number.</source>
            <translation>请填写工号。</translation>
        </message>
        <message>
            <source>{name} has {width} × {height} pixels; that is more than can be shown.</source>
            <translation>{name} 有 {width} × {height} 像素，太大，无法显示。</translation>
        </message>
        <message>
            <source>{name} is damaged or not a photo that can be shown.</source>
            <translation>{name} 已损坏，或不是可显示的照片。</translation>
        </message>
        <message>
            <source>An item has two digits: type {code} for item {number}.</source>
            <translation>项目号是两位：第 {number} 项请键入 {code}。</translation>
        </message>
        <message>
            <source>There is no item {code}: this card goes up to {last}.</source>
            <translation>没有第 {code} 项：本卡到 {last} 为止。</translation>
        </message>
        <message>
            <source>Item {code} was typed twice, with two answers. Delete one of them.</source>
            <translation>第 {code} 项键入了两次，答案不同，请删去一个。</translation>
        </message>
        <message>
            <source>“{sign}” is no code. A code is the item's two digits and its answer: 01 1.</source>
            <translation>“{sign}”不是代码。代码是两位项目号加答案：01 1。</translation>
        </message>
        <message>
            <source>Item {code} asks for a number, then a space; “-” if it does not apply.</source>
            <translation>第 {code} 项请键入数值并按空格；不适用请按“-”。</translation>
        </message>
        <message>
            <source>Item {code} cannot be answered with {sign}. It takes {codes}, or 8 for later.</source>
            <translation>第 {code} 项不能填 {sign}，可填 {codes}，或 8 表示稍后。</translation>
        </message>
        <message>
            <source>The camera needs OpenCV, which is not installed here (the extra “scan”).</source>
            <translation>使用摄像头需要 OpenCV，本机未安装（可选组件 scan）。</translation>
        </message>
        <message>
            <source>No camera is connected to this computer.</source>
            <translation>本机没有连接摄像头。</translation>
        </message>
        <message>
            <source>The camera cannot be opened. Does another program use it?</source>
            <translation>摄像头打不开，是否被其他程序占用？</translation>
        </message>
        <message>
            <source>The camera gives no picture any more. Is it unplugged?</source>
            <translation>摄像头没有画面了，是否已拔下？</translation>
        </message>
        <message>
            <source>Reading pictures needs OpenCV, which is not installed here (the extra “scan”).</source>
            <translation>识别照片需要 OpenCV，本机未安装（可选组件 scan）。</translation>
        </message>
        <message>
            <source>{name} is a PDF. Let the scanner save the card as JPEG or PNG.</source>
            <translation>{name} 是 PDF，请让扫描仪把卡存为 JPEG 或 PNG。</translation>
        </message>
        <message>
            <source>Only {count} of the card's four corner marks can be seen. The whole sheet must be in the picture, flat, sharp and with light on it.</source>
            <translation>卡的四个角标只看到 {count} 个。请把整张卡放平、拍清楚、光线充足。</translation>
        </message>
        <message>
            <source>The card is too small in this picture. Go nearer, or scan it at 150 dpi.</source>
            <translation>卡在照片中太小。请靠近拍，或以 150 dpi 扫描。</translation>
        </message>
        <message>
            <source>The row of squares at the card's top cannot be read. Take the picture again: flat, sharp, no glare.</source>
            <translation>卡顶部的一排方块无法识别。请重拍：放平、清晰、不反光。</translation>
        </message>
        <message>
            <source>This card was printed elsewhere, or from a wording that is not on this computer.</source>
            <translation>此卡不是本网点打印的，或本机没有它的检查表版本。</translation>
        </message>
        <message>
            <source>This card does not fit the checklist it names.</source>
            <translation>此卡与其检查表不符。</translation>
        </message>
        <message>
            <source>Print and paper can hardly be told apart here. Take it again with light.</source>
            <translation>字迹与纸面难以区分，请在光线充足处重拍。</translation>
        </message>
        <message>
            <source>This line is hidden, folded or not in the picture.</source>
            <translation>这一行被遮住、折叠或未入镜。</translation>
        </message>
        <message>
            <source>This line lies in the dark.</source>
            <translation>这一行太暗。</translation>
        </message>
        <message>
            <source>Something is written here; please type it.</source>
            <translation>这里写有内容，请键入。</translation>
        </message>
        <message>
            <source>More than one circle has something in it.</source>
            <translation>不止一个圆圈里有笔迹。</translation>
        </message>
        <message>
            <source>This mark is faint or small.</source>
            <translation>这个标记太淡或太小。</translation>
        </message>
        <message>
            <source>This mark may be crossed out.</source>
            <translation>这个标记可能已划掉。</translation>
        </message>
        <message>
            <source>A circle is marked and something is written.</source>
            <translation>既涂了圆圈又写了内容。</translation>
        </message>
        <message>
            <source>Take off half points, {full} at most.</source>
            <translation>按0.5分扣减，最多扣{full}分。</translation>
        </message>
        <message>
            <source>Please say why points are taken off.</source>
            <translation>请写明扣分原因。</translation>
        </message>
        <message>
            <source>{path} comes from an exercise hall: its customers were replayed, and nothing could take them out of a real hall's books again. Nothing was read in.</source>
            <translation>{path} 来自演练厅：其中的客户均为回放，一旦记入真实营业厅就无法再取出。没有读入任何内容。</translation>
        </message>
        <message>
            <source>This cannot be kept: {reason}</source>
            <translation>无法保存：{reason}</translation>
        </message>
        <message>
            <source>This very change waits for approval already.</source>
            <translation>同样的修改已在等待批准。</translation>
        </message>
        <message>
            <source>This version was never in force.</source>
            <translation>此版本从未生效。</translation>
        </message>
        <message>
            <source>The program has no version of its own of this.</source>
            <translation>程序没有随附此项内容。</translation>
        </message>
        <message>
            <source>The file is larger than {most} MB.</source>
            <translation>文件超过 {most} MB。</translation>
        </message>
        <message>
            <source>This is no file with standards, or it is not whole. Please fetch it again.</source>
            <translation>这不是标准文件，或文件不完整。请重新获取。</translation>
        </message>
        <message>
            <source>This is no file with standards.</source>
            <translation>这不是标准文件。</translation>
        </message>
        <message>
            <source>The file was written by a newer program. Please update this one first.</source>
            <translation>文件由更新版本的程序生成，请先更新本程序。</translation>
        </message>
        <message>
            <source>The file is not built as it should be; it was altered.</source>
            <translation>文件结构不正确，已被改动。</translation>
        </message>
        <message>
            <source>The file has more than {most} items.</source>
            <translation>文件超过 {most} 项。</translation>
        </message>
        <message>
            <source>The file was altered: its sum does not fit what is in it.</source>
            <translation>文件已被改动：校验值与内容不符。</translation>
        </message>
        <message>
            <source>It stands twice in the file.</source>
            <translation>在文件中重复出现。</translation>
        </message>
        <message>
            <source>This program knows no content of the kind {kind}.</source>
            <translation>本程序不认识 {kind} 这类内容。</translation>
        </message>
        <message>
            <source>It is too large.</source>
            <translation>内容过大。</translation>
        </message>
        <message>
            <source>Its id may not be used.</source>
            <translation>编号不可用。</translation>
        </message>
        <message>
            <source>It was altered after it was written.</source>
            <translation>生成后被改动过。</translation>
        </message>
        <message>
            <source>It cannot be read.</source>
            <translation>无法读取。</translation>
        </message>
        <message>
            <source>It is wrong at {place}: {reason}</source>
            <translation>{place} 处有误：{reason}</translation>
        </message>
        <message>
            <source>The file has more than {most} rows; that is the most at once.</source>
            <translation>文件超过 {most} 行，一次最多导入 {most} 行。</translation>
        </message>
        <message>
            <source>The row has merged cells. Split them in the file first.</source>
            <translation>该行有合并单元格，请先在文件中取消合并。</translation>
        </message>
        <message>
            <source>{name} is neither a CSV file nor a workbook.</source>
            <translation>“{name}”既不是 CSV 文件，也不是工作簿。</translation>
        </message>
        <message>
            <source>{name} is locked with a password. Save it without one and try again.</source>
            <translation>“{name}”有密码保护，请取消密码另存后重试。</translation>
        </message>
        <message>
            <source>{name} is a workbook of the old kind (.xls). Save it as .xlsx or CSV.</source>
            <translation>“{name}”是旧版工作簿（.xls），请另存为 .xlsx 或 CSV。</translation>
        </message>
        <message>
            <source>{name} is damaged or no workbook: {reason}.</source>
            <translation>“{name}”已损坏或不是工作簿：{reason}。</translation>
        </message>
        <message>
            <source>{name} holds far more than a register. Save only the rows that are wanted.</source>
            <translation>“{name}”内容过大，请只保留需要导入的行再另存。</translation>
        </message>
        <message>
            <source>{name} is a workbook of another kind. Save it as .xlsx or CSV.</source>
            <translation>“{name}”是其他格式的工作簿，请另存为 .xlsx 或 CSV。</translation>
        </message>
        <message>
            <source>{name} is no workbook.</source>
            <translation>“{name}”不是工作簿。</translation>
        </message>
        <message>
            <source>There is no report {name}. There are: {known}</source>
            <translation>没有报表“{name}”。可用的有：{known}</translation>
        </message>
        <message>
            <source>This report is not made for that period.</source>
            <translation>这张报表没有该周期。</translation>
        </message>
        <message>
            <source>There is no such period.</source>
            <translation>没有这个周期。</translation>
        </message>
        <message>
            <source>{number} is no form number: a digit is wrong. It has six.</source>
            <translation>{number} 不是表号：有数字不对，表号为六位。</translation>
        </message>
        <message>
            <source>Nothing is marked on this card.</source>
            <translation>此卡没有填任何内容。</translation>
        </message>
        <message>
            <source>The card's time is later than now.</source>
            <translation>卡上的时间晚于现在。</translation>
        </message>
        <message>
            <source>This time's round is done already. Enter again records the card as a voluntary one.</source>
            <translation>该时段的巡检已完成。再按回车，此卡按临时巡检登记。</translation>
        </message>
        <message>
            <source>A card of this checklist and this time was entered already.</source>
            <translation>同一检查表、同一时间的卡已登记过。</translation>
        </message>
        <message>
            <source>A PIN has 4 to 8 digits.</source>
            <translation>PIN 码为 4 至 8 位数字。</translation>
        </message>
        <message>
            <source>This PIN is too easy to guess. Choose another one.</source>
            <translation>这个 PIN 码太容易猜到，请另设一个。</translation>
        </message>
        <message>
            <source>The PIN must not be the staff number. Choose another one.</source>
            <translation>PIN 码不能是工号，请另设一个。</translation>
        </message>
        <message>
            <source>A staff number has up to 16 letters, digits and hyphens, one digit at least.</source>
            <translation>工号最多 16 位，由字母、数字和连字符组成，至少含一位数字。</translation>
        </message>
        <message>
            <source>{number} is on the list already.</source>
            <translation>工号 {number} 已在名单中。</translation>
        </message>
        <message>
            <source>Please enter the present PIN first.</source>
            <translation>请先输入现用的 PIN 码。</translation>
        </message>
        <message>
            <source>Somebody else of the list must confirm this with their own PIN.</source>
            <translation>须由名单中另一人用本人的 PIN 码确认。</translation>
        </message>
        <message>
            <source>Please enter the PIN again.</source>
            <translation>请重新输入 PIN 码。</translation>
        </message>
        <message>
            <source>This PIN belongs to {number}, not to {other}.</source>
            <translation>这是工号 {number} 的 PIN 码，不是 {other} 的。</translation>
        </message>
        <message>
            <source>{number} signs with a PIN.</source>
            <translation>工号 {number} 须用 PIN 码签名。</translation>
        </message>
        <message>
            <source>{number} is not on the staff list.</source>
            <translation>工号 {number} 不在人员名单中。</translation>
        </message>
        <message>
            <source>{number} is no longer on the staff list.</source>
            <translation>工号 {number} 已不在人员名单中。</translation>
        </message>
        <message>
            <source>{number} has no PIN yet. It is set in Settings › People.</source>
            <translation>工号 {number} 尚未设置 PIN 码，请在“设置 › 人员”中设置。</translation>
        </message>
        <message>
            <source>That is not the PIN. Please try again.</source>
            <translation>PIN 码不对，请再试一次。</translation>
        </message>
        <message>
            <source>That is not the PIN. The next try is possible in {seconds} seconds.</source>
            <translation>PIN 码不对，{seconds} 秒后可再试。</translation>
        </message>
        <message>
            <source>Too many wrong tries. The next one is possible in {seconds} seconds.</source>
            <translation>错误次数过多，{seconds} 秒后可再试。</translation>
        </message>
        <message>
            <source>The disk that holds {folder} has no room for this copy. What was begun of it does not count, and what was there is untouched. Free some space, or choose another folder.</source>
            <translation>{folder} 所在的磁盘放不下这份副本。已开始写入的部分不算数，原有内容没有改动。请腾出空间，或换一个文件夹。</translation>
        </message>
        <message>
            <source>{name} cannot be written: {reason}.</source>
            <translation>{name} 无法写入：{reason}。</translation>
        </message>
        <message>
            <source>The printer does not accept the card.</source>
            <translation>打印机不接受此卡。</translation>
        </message>
        <message>
            <source>The hall in {folder} is open in another window, which does not answer. Close that window or end its program, then start again. Nothing was changed.</source>
            <translation>{folder} 中的营业厅已在另一个程序界面中打开，但没有响应。请先关闭该界面或结束其程序，再重新启动。没有改动任何内容。</translation>
        </message>
        <message>
            <source>Please say in a few words what happened.</source>
            <translation>请用几个字说明发生了什么。</translation>
        </message>
        <message>
            <source>Please say why this is corrected.</source>
            <translation>请说明更正原因。</translation>
        </message>
        <message>
            <source>Please write something.</source>
            <translation>请填写内容。</translation>
        </message>
        <message>
            <source>A plan of it is still running. End that first.</source>
            <translation>该事件的预案仍在执行，请先结束预案。</translation>
        </message>
        <message>
            <source>The incident is not over yet.</source>
            <translation>事件尚未结束。</translation>
        </message>
        <message>
            <source>There is no such incident.</source>
            <translation>没有这个事件。</translation>
        </message>
        <message>
            <source>This plan is not in use here.</source>
            <translation>本处未使用该预案。</translation>
        </message>
        <message>
            <source>This step has not been done yet.</source>
            <translation>该步骤尚未执行。</translation>
        </message>
        <message>
            <source>Please choose one of the ways on.</source>
            <translation>请选择下一步走向。</translation>
        </message>
        <message>
            <source>This walkthrough has ended.</source>
            <translation>本次处置已结束。</translation>
        </message>
        <message>
            <source>There is no such walkthrough.</source>
            <translation>没有这次处置记录。</translation>
        </message>
        <message>
            <source>{name} is larger than {limit} MB. Keep it elsewhere and note in the log where it lies.</source>
            <translation>{name}超过{limit} MB。请另行保存，并在日志中注明存放位置。</translation>
        </message>
        <message>
            <source>This drill has begun already.</source>
            <translation>演练已经开始。</translation>
        </message>
        <message>
            <source>This drill is over.</source>
            <translation>演练已经结束。</translation>
        </message>
        <message>
            <source>A plan is being walked in earnest. A drill waits.</source>
            <translation>正在处置真实事件，演练请稍后进行。</translation>
        </message>
        <message>
            <source>This drill is not running.</source>
            <translation>演练不在进行中。</translation>
        </message>
        <message>
            <source>Its plan is still being walked. End that first.</source>
            <translation>该演练的预案仍在执行中，请先结束预案。</translation>
        </message>
        <message>
            <source>There is no such drill.</source>
            <translation>没有这次演练。</translation>
        </message>
        <message>
            <source>There is nothing to change on the floor.</source>
            <translation>现场没有需要更改的。</translation>
        </message>
        <message>
            <source>Calling paused at counters {what}.</source>
            <translation>已暂停叫号的窗口：{what}。</translation>
        </message>
        <message>
            <source>Counters closed: {what}.</source>
            <translation>已关闭窗口：{what}。</translation>
        </message>
        <message>
            <source>No more numbers for {what}.</source>
            <translation>{what} 已停止发号。</translation>
        </message>
        <message>
            <source>Set aside for paper: {what}.</source>
            <translation>已预留纸号：{what}。</translation>
        </message>
        <message>
            <source>Calling goes on at counters {what}.</source>
            <translation>已恢复叫号的窗口：{what}。</translation>
        </message>
        <message>
            <source>Counters open again: {what}.</source>
            <translation>已重新开启窗口：{what}。</translation>
        </message>
        <message>
            <source>Numbers are given again for {what}.</source>
            <translation>{what} 已恢复发号。</translation>
        </message>
        <message>
            <source>This is not over yet.</source>
            <translation>尚未结束。</translation>
        </message>
        <message>
            <source>Please rate every objective first.</source>
            <translation>请先为每个演练目标评定等级。</translation>
        </message>
        <message>
            <source>This review has been signed.</source>
            <translation>复盘已签字，不能再改。</translation>
        </message>
        <message>
            <source>No such version of the plan was approved since this lesson was noted.</source>
            <translation>登记此改进项之后，没有批准过该版本的预案。</translation>
        </message>
        <message>
            <source>The second backup folder {folder} is not there: is the stick plugged in, the share reachable? The backup in the data folder was made.</source>
            <translation>找不到第二备份文件夹 {folder}：U盘是否已插好，共享文件夹是否可以访问？数据文件夹中的备份已完成。</translation>
        </message>
        <message>
            <source>What was done while the hall could not be opened is in its journal now ({count} entries).</source>
            <translation>网点数据打不开期间的操作已补记到日志（{count} 条）。</translation>
        </message>
        <message>
            <source>No points were taken off here.</source>
            <translation>此项没有扣分。</translation>
        </message>
        <message>
            <source>Several risks are meant: {which}.</source>
            <translation>有多个风险符合：{which}。</translation>
        </message>
        <message>
            <source>No ticket of today, record or risk is called {what}.</source>
            <translation>没有找到今日号票、台账记录或风险：{what}。</translation>
        </message>
        <message>
            <source>All {rows} lines are of others: the profile takes those only whose {column} is {wanted}, and in this file it is {values}. Copy the profile and name yours there.</source>
            <translation>全部{rows}行都属于其他网点：配置文件只取{column}为{wanted}的行，而此文件中为{values}。请复制配置文件，改成本网点的名称。</translation>
        </message>
        <message>
            <source>Nobody has walked this version to an end yet: try it first.</source>
            <translation>此版本尚未有人推演到结束：请先推演。</translation>
        </message>
        <message>
            <source>This walk does not come to an end of the plan.</source>
            <translation>这次推演没有走到预案的结束点。</translation>
        </message>
        <message>
            <source>These paper numbers have been given back.</source>
            <translation>这些纸号已经退回。</translation>
        </message>
        <message>
            <source>1 served, 2 left, 3 did not come.</source>
            <translation>1办结，2离开，3未到。</translation>
        </message>
        <message>
            <source>When was it taken? Four digits: 1432.</source>
            <translation>几点取的号？四位数字，如1432。</translation>
        </message>
        <message>
            <source>The paper numbers were set aside at {time}: it cannot be earlier.</source>
            <translation>纸号是{time}启用的，不能更早。</translation>
        </message>
        <message>
            <source>This time has not come yet.</source>
            <translation>这个时间还没到。</translation>
        </message>
        <message>
            <source>When was it called? Four digits: 1432.</source>
            <translation>几点叫的号？四位数字，如1432。</translation>
        </message>
        <message>
            <source>Called before it was taken ({time}).</source>
            <translation>叫号早于取号（{time}）。</translation>
        </message>
        <message>
            <source>Which counter? There are: {known}.</source>
            <translation>哪个窗口？可填：{known}。</translation>
        </message>
        <message>
            <source>About when did the customer leave?</source>
            <translation>客户大约几点离开？</translation>
        </message>
        <message>
            <source>It ended before it began ({time}).</source>
            <translation>结束早于开始（{time}）。</translation>
        </message>
        <message>
            <source>This number was not set aside for paper.</source>
            <translation>这个号不在纸号范围内。</translation>
        </message>
        <message>
            <source>None of them is unused.</source>
            <translation>没有未用的号码。</translation>
        </message>
        <message>
            <source>Given back: {what}.</source>
            <translation>已退回：{what}。</translation>
        </message>
        <message>
            <source>A time is three or four digits: 932, 1432.</source>
            <translation>时间为三或四位数字，如932、1432。</translation>
        </message>
        <message>
            <source>There is no such time of day.</source>
            <translation>没有这个时间。</translation>
        </message>
        <message>
            <source>This row of this very file was taken over before.</source>
            <translation>此文件的这一行先前已导入。</translation>
        </message>
        <message>
            <source>{field}: the cell holds the error {error}. Mend it in the file first.</source>
            <translation>{field}：单元格为错误值{error}，请先在文件中改正。</translation>
        </message>
        <message>
            <source>There is no such lesson.</source>
            <translation>没有这个改进项。</translation>
        </message>
        <message>
            <source>Please say what is to be corrected.</source>
            <translation>请写明要更正的内容。</translation>
        </message>
        <message>
            <source>Nobody has signed this yet; it can be changed.</source>
            <translation>尚未签名，可直接修改。</translation>
        </message>
        <message>
            <source>Please say which plan should have known this.</source>
            <translation>请选择涉及的预案。</translation>
        </message>
        <message>
            <source>The review date lies in the past.</source>
            <translation>复评日期已过。</translation>
        </message>
        <message>
            <source>Own incidents speak for likelihood {speaks} ({count} in 12 months). Please say why.</source>
            <translation>本厅事件相当于可能性{speaks}（近12个月{count}起），请说明理由。</translation>
        </message>
        <message>
            <source>Please say what the risk is.</source>
            <translation>请写明风险是什么。</translation>
        </message>
        <message>
            <source>There is no such risk.</source>
            <translation>没有这项风险。</translation>
        </message>
        <message>
            <source>Whoever made this round must sign it first.</source>
            <translation>巡检人须先签字。</translation>
        </message>
        <message>
            <source>{number} is not on the staff list (Settings › People).</source>
            <translation>{number}不在人员名单中（设置 › 人员）。</translation>
        </message>
        <message>
            <source>How many? A number from 0 to 9999.</source>
            <translation>多少人？请填0至9999。</translation>
        </message>
        <message>
            <source>Counters {what} take {service} too.</source>
            <translation>已分流：{what} 号窗口也办理 {service}。</translation>
        </message>
        <message>
            <source>Counters {what} take only their own services again.</source>
            <translation>已恢复只办本窗口业务的窗口：{what}。</translation>
        </message>
        <message>
            <source>Not played here: this hall serves real customers, and replayed tickets would stay in its books. “lobbyconsole exercise” makes an exercise hall from a day of this one.</source>
            <translation>此处不回放：本厅接待真实客户，回放的号票会永久留在记录里。请用 “lobbyconsole exercise” 以本厅某一天生成演练厅。</translation>
        </message>
        <message>
            <source>Plans walked in another hall were not taken over ({count} entries). They are kept in {file}. Put it into that hall's data folder as {name}: there they are taken over.</source>
            <translation>另一网点执行预案的记录没有并入（{count} 条），保存在 {file}；放回原网点的数据文件夹并命名为 {name}，即可并入。</translation>
        </message>
        <message>
            <source>This computer's clock was changed by {seconds} s. Waits and plans go on rightly; the clock is taken over when nobody waits and no plan is running.</source>
            <translation>电脑时钟被改动了 {seconds} 秒。等候与预案计时不受影响；无人等候且没有预案在执行时，再采用新时钟。</translation>
        </message>
        <message>
            <source>The service of these numbers ({service}) is no longer in the settings. Put it back to type them in.</source>
            <translation>这些号码的业务（{service}）已从设置中移除，恢复该业务后才能补录。</translation>
        </message>
        <message>
            <source>An absence ends after it begins, and after now.</source>
            <translation>结束时间须晚于开始时间，且晚于现在。</translation>
        </message>
        <message>
            <source>An absence lasts a year at most.</source>
            <translation>一次最长登记一年。</translation>
        </message>
        <message>
            <source>Staff {staff} could serve nobody at counter {counter}: none of its services is among the skills.</source>
            <translation>{staff} 号员工在 {counter} 号窗口无业务可办：该窗口的业务都不在其可办业务之内。</translation>
        </message>
        <message>
            <source>{count} item has no answer yet.</source>
            <translation>还有 {count} 项未作答。</translation>
        </message>
    </context>
    <context>
        <name>Next</name>
        <message>
            <source>Counter {counter} asks for you</source>
            <translation>{counter} 号窗口呼叫大堂经理</translation>
        </message>
        <message>
            <source>for {wait}</source>
            <translation>已呼叫 {wait}</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>应答</translation>
        </message>
        <message>
            <source>Show counter</source>
            <translation>查看窗口</translation>
        </message>
        <message>
            <source>{number} has waited {wait}</source>
            <translation>{number} 已等 {wait}</translation>
        </message>
        <message>
            <source>Over the {minutes} min limit: speak to the customer.</source>
            <translation>超过 {minutes} 分钟补救时限，请当面致歉并补救。</translation>
        </message>
        <message>
            <source>Open ticket</source>
            <translation>打开号票</translation>
        </message>
        <message>
            <source>Made good</source>
            <translation>已补救</translation>
        </message>
        <message>
            <source>and {count} more beyond {minutes} min</source>
            <translation>另有 {count} 位超过 {minutes} 分钟</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Nothing needs you now</source>
            <translation>现在没有需要处理的事</translation>
        </message>
        <message>
            <source>{number} has no slip</source>
            <translation>{number} 号票未打印</translation>
        </message>
        <message>
            <source>Not printed for {wait}; it stands aside.</source>
            <translation>已 {wait} 未打印，暂不叫号。</translation>
        </message>
        <message>
            <source>Print again</source>
            <translation>重新打印</translation>
        </message>
        <message>
            <source>Number told</source>
            <translation>已告知号码</translation>
        </message>
        <message>
            <source>Take it out</source>
            <translation>作废</translation>
        </message>
        <message>
            <source>{service}: one customer past {minutes} min</source>
            <translation>{service}：1 位客户已超过 {minutes} 分钟</translation>
        </message>
        <message>
            <source>{service}: {count} customers past {minutes} min</source>
            <translation>{service}：{count} 位客户已超过 {minutes} 分钟</translation>
        </message>
        <message>
            <source>The longest has waited {wait}. Every counter that takes it is open.</source>
            <translation>最长已等 {wait}。可办理的窗口均已开放。</translation>
        </message>
        <message>
            <source>The longest has waited {wait}. Counter {counter} takes it and is not open.</source>
            <translation>最长已等 {wait}。{counter} 号窗口可办理，目前未开放。</translation>
        </message>
        <message>
            <source>Show counter {counter}</source>
            <translation>查看 {counter} 号窗口</translation>
        </message>
        <message>
            <source>A counter that asks for you, a queue past its target, or a customer who has waited beyond the limit appears here.</source>
            <translation>窗口呼叫大堂经理、队列超过目标，或客户等候超过补救时限，会显示在这里。</translation>
        </message>
        <message>
            <source>No numbers are given for {service}</source>
            <translation>{service}已停止取号</translation>
        </message>
        <message>
            <source>Give numbers again</source>
            <translation>恢复取号</translation>
        </message>
    </context>
    <context>
        <name>NotePanel</name>
        <message>
            <source>Recorded: {text}</source>
            <translation>已记录：{text}</translation>
        </message>
        <message>
            <source>Note an event</source>
            <translation>记事件</translation>
        </message>
        <message>
            <source>What happened? No names, no card numbers</source>
            <translation>发生了什么？请勿填写姓名、卡号</translation>
        </message>
        <message>
            <source>Where (↑ ↓)</source>
            <translation>地点（↑ ↓）</translation>
        </message>
        <message>
            <source>Record (Enter)</source>
            <translation>记录（Enter）</translation>
        </message>
    </context>
    <context>
        <name>Pads</name>
        <message>
            <source>Call pads now</source>
            <translation>叫号器现状</translation>
        </message>
        <message>
            <source>Each teller opens this address in a browser and types the code of the counter. A code pairs one PC.</source>
            <translation>柜员在浏览器中打开此地址，输入本窗口的配对码。一个配对码只配一台电脑。</translation>
        </message>
        <message>
            <source>The door is shut. Open it above; codes can be made before.</source>
            <translation>入口未开。请在上方开启；配对码可先生成。</translation>
        </message>
        <message>
            <source>The door is being opened…</source>
            <translation>正在开启……</translation>
        </message>
        <message>
            <source>Open to this computer only. For the counters, tick the local network above.</source>
            <translation>目前仅限本机。供各窗口使用时，请在上方打开“局域网可访问”。</translation>
        </message>
        <message>
            <source>Open to the local network.</source>
            <translation>已对局域网开放。</translation>
        </message>
        <message>
            <source>For one PC, at most twelve hours.</source>
            <translation>限一台电脑使用，最长十二小时有效。</translation>
        </message>
        <message>
            <source>For one PC, until {time}.</source>
            <translation>限一台电脑使用，{time} 前有效。</translation>
        </message>
        <message>
            <source>{address} may no longer call for counter {counter}.</source>
            <translation>{address} 不能再为 {counter} 号窗口叫号。</translation>
        </message>
        <message>
            <source>Code of counter {counter}</source>
            <translation>{counter} 号窗口配对码</translation>
        </message>
        <message>
            <source>Making a code…</source>
            <translation>正在生成……</translation>
        </message>
        <message>
            <source>New code</source>
            <translation>新配对码</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>作废</translation>
        </message>
        <message>
            <source>No PC is paired.</source>
            <translation>尚无配对的电脑。</translation>
        </message>
        <message>
            <source>{address}, paired {since}</source>
            <translation>{address}，配对于 {since}</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>已连接</translation>
        </message>
        <message>
            <source>not connected</source>
            <translation>未连接</translation>
        </message>
        <message>
            <source>Revoke</source>
            <translation>取消配对</translation>
        </message>
    </context>
    <context>
        <name>Panels</name>
        <message>
            <source>Close (Esc)</source>
            <translation>关闭（Esc）</translation>
        </message>
    </context>
    <context>
        <name>Paper</name>
        <message>
            <source>not known</source>
            <translation>暂无数据</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>暂无数据</translation>
        </message>
        <message>
            <source>{what}: {reason}</source>
            <translation>{what}：{reason}</translation>
        </message>
        <message>
            <source>Show what this was computed from</source>
            <translation>查看数据来源</translation>
        </message>
        <message>
            <source>Target {value}</source>
            <translation>目标 {value}</translation>
        </message>
        <message>
            <source>Nothing is known of it.</source>
            <translation>暂无数据。</translation>
        </message>
        <message>
            <source>None.</source>
            <translation>无。</translation>
        </message>
        <message>
            <source>What this was computed from cannot be shown here.</source>
            <translation>此处无法打开该数据的来源。</translation>
        </message>
        <message>
            <source>{branch}: minutes</source>
            <translation>{branch}会议纪要</translation>
        </message>
        <message>
            <source>Tasks taken</source>
            <translation>议定任务</translation>
        </message>
        <message>
            <source>Agenda version {version}</source>
            <translation>议程版本 {version}</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>草稿</translation>
        </message>
        <message>
            <source>Final minutes</source>
            <translation>正式纪要</translation>
        </message>
        <message>
            <source>Draft: the meeting is not closed</source>
            <translation>草稿：会议尚未结束</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>会议时间</translation>
        </message>
        <message>
            <source>Chair</source>
            <translation>主持人</translation>
        </message>
        <message>
            <source>Present ({count})</source>
            <translation>出席（{count} 人）</translation>
        </message>
        <message>
            <source>Late ({count})</source>
            <translation>迟到（{count} 人）</translation>
        </message>
        <message>
            <source>Absent ({count})</source>
            <translation>缺席（{count} 人）</translation>
        </message>
        <message>
            <source>by PIN</source>
            <translation>密码签到</translation>
        </message>
        <message>
            <source>planned {planned}, took {spent}</source>
            <translation>计划 {planned}，实际 {spent}</translation>
        </message>
        <message>
            <source>Decided and remarked</source>
            <translation>议定与记录</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Finding</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>措施</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>责任人</translation>
        </message>
        <message>
            <source>Due</source>
            <translation>期限</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Chair (signature)</source>
            <translation>主持人（签字）</translation>
        </message>
        <message>
            <source>Minutes taken by (signature)</source>
            <translation>记录人（签字）</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Read by those who were not there</source>
            <translation>未到会人员阅签</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Read at</source>
            <translation>阅读时间</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>签字</translation>
        </message>
        <message>
            <source>Page {page} of {pages}</source>
            <translation>第 {page} 页　共 {pages} 页</translation>
        </message>
        <message>
            <source>Figure</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>判定</translation>
        </message>
        <message>
            <source>Compared with</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>unchanged</source>
            <translation>持平</translation>
        </message>
        <message>
            <source>{count} more are not shown here</source>
            <translation>另有 {count} 条未在此列出</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first}至{last}</translation>
        </message>
        <message>
            <source>Data: {span}</source>
            <translation>数据范围：{span}</translation>
        </message>
        <message>
            <source>Definitions {version}</source>
            <translation>指标口径 {version}</translation>
        </message>
        <message>
            <source>Composed {at}</source>
            <translation>生成时间：{at}</translation>
        </message>
        <message>
            <source>Version {version}, printed {day}</source>
            <translation>版本 {version}　打印日期 {day}</translation>
        </message>
    </context>
    <context>
        <name>People</name>
        <message>
            <source>Present PIN</source>
            <translation>现用 PIN 码</translation>
        </message>
        <message>
            <source>New PIN, 4 to 8 digits</source>
            <translation>新 PIN 码（4 至 8 位数字）</translation>
        </message>
        <message>
            <source>New PIN again</source>
            <translation>再输一次新 PIN 码</translation>
        </message>
        <message>
            <source>Let the person enter it themselves; nobody else should see it.</source>
            <translation>请本人输入，勿让他人看到。</translation>
        </message>
        <message>
            <source>Save the PIN</source>
            <translation>保存 PIN 码</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>The new PIN was not the same both times.</source>
            <translation>两次输入的新 PIN 码不一致。</translation>
        </message>
        <message>
            <source>{number} has a PIN now.</source>
            <translation>工号 {number} 的 PIN 码已设置。</translation>
        </message>
        <message>
            <source>The PIN of {number} becomes void. Staff number of another person who confirms:</source>
            <translation>工号 {number} 的 PIN 码将作废。请输入确认人（另一人）的工号：</translation>
        </message>
        <message>
            <source>Confirm</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>The PIN of {number} is void. They may choose another one.</source>
            <translation>工号 {number} 的 PIN 码已作废，可重新设置。</translation>
        </message>
        <message>
            <source>no role yet</source>
            <translation>尚未选择岗位</translation>
        </message>
        <message>
            <source>signs with a PIN</source>
            <translation>用 PIN 码签名</translation>
        </message>
        <message>
            <source>no PIN</source>
            <translation>未设 PIN 码</translation>
        </message>
        <message>
            <source>What this person does here; several are possible.</source>
            <translation>该人员担任的岗位（可多选）。</translation>
        </message>
        <message>
            <source>Change the PIN</source>
            <translation>更改 PIN 码</translation>
        </message>
        <message>
            <source>Set a PIN</source>
            <translation>设置 PIN 码</translation>
        </message>
        <message>
            <source>PIN forgotten</source>
            <translation>忘记 PIN 码</translation>
        </message>
        <message>
            <source>No longer here</source>
            <translation>已调离</translation>
        </message>
        <message>
            <source>{number}: back again</source>
            <translation>{number}：重新加入</translation>
        </message>
        <message>
            <source>{number} is on the list.</source>
            <translation>工号 {number} 已加入名单。</translation>
        </message>
        <message>
            <source>{number} is no longer on the list. What was signed stays.</source>
            <translation>工号 {number} 已移出名单，已签的内容保留。</translation>
        </message>
        <message>
            <source>People are known here by their staff number; no name is kept. Whoever has a PIN signs rounds, records and meetings with it.</source>
            <translation>人员只以工号登记，不保存姓名。设有 PIN 码的人员，巡检、台账和会议均用 PIN 码签名。</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>加入</translation>
        </message>
        <message>
            <source>Signed on at a counter lately and not on the list:</source>
            <translation>近期在窗口签到过、尚未列入名单的工号：</translation>
        </message>
        <message>
            <source>Nobody is on the list yet</source>
            <translation>名单中还没有人员</translation>
        </message>
        <message>
            <source>Type a staff number above, or press one that has signed on at a counter.</source>
            <translation>请在上方输入工号，或点选在窗口签到过的工号。</translation>
        </message>
        <message>
            <source>PIN of {number}</source>
            <translation>工号 {number} 的 PIN 码</translation>
        </message>
        <message>
            <source>That was not saved: {reason}</source>
            <translation>未能保存：{reason}</translation>
        </message>
        <message>
            <source>The PIN could not be checked.</source>
            <translation>无法核对 PIN 码。</translation>
        </message>
        <message>
            <source>Too many wrong tries. The next one is possible in {seconds} seconds.</source>
            <translation>错误次数过多，{seconds} 秒后可再试。</translation>
        </message>
        <message>
            <source>You may try again now.</source>
            <translation>现在可以再试。</translation>
        </message>
        <message>
            <source>{count} digits entered</source>
            <translation>已输入 {count} 位</translation>
        </message>
        <message>
            <source>Erase the last digit</source>
            <translation>删除末位</translation>
        </message>
        <message>
            <source>Sick</source>
            <translation>病假</translation>
        </message>
        <message>
            <source>Out</source>
            <translation>外出</translation>
        </message>
        <message>
            <source>In training</source>
            <translation>培训</translation>
        </message>
        <message>
            <source>until {time}</source>
            <translation>至{time}</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>until the end of {day}</source>
            <translation>至{day}全天</translation>
        </message>
        <message>
            <source>taken back</source>
            <translation>已撤销</translation>
        </message>
        <message>
            <source>{reason} {begun} to {ended}</source>
            <translation>{reason}，{begun}至{ended}</translation>
        </message>
        <message>
            <source>{reason} since {begun}</source>
            <translation>{reason}，{begun}起</translation>
        </message>
        <message>
            <source>{reason} from {begun}</source>
            <translation>{reason}，自{begun}起</translation>
        </message>
        <message>
            <source>told by {staff}</source>
            <translation>登记人{staff}</translation>
        </message>
        <message>
            <source>Here again</source>
            <translation>登记到岗</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Please give days or times such as 11-25, 14:30 or +3d.</source>
            <translation>请输入日期或时间，如 11-25、14:30、+3天。</translation>
        </message>
        <message>
            <source>Not here: a press marks today, or from and until as typed.</source>
            <translation>不在岗：点一下登记今天，或先填起止时间。</translation>
        </message>
        <message>
            <source>From, if not now: 11-25</source>
            <translation>起（默认现在）：11-25</translation>
        </message>
        <message>
            <source>Until, if not today: 11-27</source>
            <translation>止（默认今天）：11-27</translation>
        </message>
        <message>
            <source>Not here</source>
            <translation>不在岗</translation>
        </message>
        <message>
            <source>Not here today</source>
            <translation>登记不在岗</translation>
        </message>
        <message>
            <source>{number} is marked as not here.</source>
            <translation>已登记{number}不在岗。</translation>
        </message>
        <message>
            <source>{number} is here again.</source>
            <translation>{number}已到岗。</translation>
        </message>
    </context>
    <context>
        <name>PlanGraph</name>
        <message>
            <source>New step</source>
            <translation>新步骤</translation>
        </message>
        <message>
            <source>Branch</source>
            <translation>分支</translation>
        </message>
        <message>
            <source>Earlier (Alt+Up)</source>
            <translation>提前（Alt+↑）</translation>
        </message>
        <message>
            <source>Later (Alt+Down)</source>
            <translation>推后（Alt+↓）</translation>
        </message>
        <message>
            <source>and {n} more</source>
            <translation>另有 {n} 处</translation>
        </message>
        <message>
            <source>No step yet. N makes one.</source>
            <translation>还没有步骤，按 N 新建。</translation>
        </message>
        <message>
            <source>Step {n}</source>
            <translation>第 {n} 步</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Numbers ({n} missing)</source>
            <translation>电话（缺 {n}）</translation>
        </message>
        <message>
            <source>Everything else</source>
            <translation>其他内容</translation>
        </message>
        <message>
            <source>What of the plan to write</source>
            <translation>编辑预案的哪一部分</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>流程图</translation>
        </message>
        <message>
            <source>Outline</source>
            <translation>大纲</translation>
        </message>
        <message>
            <source>The rest</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>This cannot change places: a choice, an end or several ways stand there.</source>
            <translation>此处不能换位：前后有判断、结束或多条路径。</translation>
        </message>
        <message>
            <source>Number missing</source>
            <translation>缺号码</translation>
        </message>
        <message>
            <source>The hall's own number</source>
            <translation>本厅使用的号码</translation>
        </message>
        <message>
            <source>Number of {who}</source>
            <translation>{who}的电话</translation>
        </message>
        <message>
            <source>Keep the number of {who}</source>
            <translation>保存{who}的电话</translation>
        </message>
        <message>
            <source>step {steps}</source>
            <translation>步骤 {steps}</translation>
        </message>
        <message>
            <source>a report is owed to it</source>
            <translation>须向其报告</translation>
        </message>
        <message>
            <source>{missing} of {count} numbers are missing. They hold for this hall only.</source>
            <translation>{count} 个号码中缺 {missing} 个。号码只用于本厅。</translation>
        </message>
        <message>
            <source>All {count} numbers are there. They hold for this hall only.</source>
            <translation>{count} 个号码已齐。号码只用于本厅。</translation>
        </message>
        <message>
            <source>The plan calls nobody. A step says whom it calls.</source>
            <translation>本预案不拨打电话。在步骤中可指定联系人。</translation>
        </message>
        <message>
            <source>If: {condition}</source>
            <translation>若：{condition}</translation>
        </message>
        <message>
            <source>a number is missing</source>
            <translation>缺电话号码</translation>
        </message>
        <message>
            <source>This step does not exist: {id}</source>
            <translation>没有这个步骤：{id}</translation>
        </message>
        <message>
            <source>All ways, walked by the program</source>
            <translation>自动走完所有路径</translation>
        </message>
        <message>
            <source>Walking all ways…</source>
            <translation>正在走所有路径…</translation>
        </message>
        <message>
            <source>Ways: {ways} · ends: {ends} · quickest {quick} · slowest {slow}</source>
            <translation>路径：{ways} · 结束点：{ends} · 最快{quick} · 最慢{slow}</translation>
        </message>
        <message>
            <source>Branches that lead back: {n}; each of them comes to an end, too.</source>
            <translation>回到前面的分支：{n}，同样都能走到结束。</translation>
        </message>
        <message>
            <source>There are more ways than can be walked; these are the first of them.</source>
            <translation>路径太多，只走了前面一部分。</translation>
        </message>
        <message>
            <source>No way came by: step {steps}.</source>
            <translation>没有路径经过：步骤 {steps}。</translation>
        </message>
        <message>
            <source>Without a time, counted as 0: step {steps}.</source>
            <translation>未定时限，按 0 计：步骤 {steps}。</translation>
        </message>
        <message>
            <source>Due before even the quickest way is over: the report to {who}.</source>
            <translation>最快的路径尚未走完即已到期的报告：{who}。</translation>
        </message>
        <message>
            <source>End</source>
            <translation>结束点</translation>
        </message>
        <message>
            <source>Ways</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>角色</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>Its time</source>
            <translation>合计时限</translation>
        </message>
        <message>
            <source>The end</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>{span} by the plan's own times · steps: {n}</source>
            <translation>按预案时限用时{span} · 步骤：{n}</translation>
        </message>
        <message>
            <source>It is over</source>
            <translation>处置结束</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>number missing</source>
            <translation>缺号码</translation>
        </message>
        <message>
            <source>calls {n}</source>
            <translation>电话 {n}</translation>
        </message>
        <message>
            <source>due in {span}</source>
            <translation>还有{span}到期</translation>
        </message>
        <message>
            <source>due {span} ago</source>
            <translation>已超期{span}</translation>
        </message>
        <message>
            <source>The draft as it is written now.</source>
            <translation>当前草稿。</translation>
        </message>
        <message>
            <source>The version {staff} proposes.</source>
            <translation>{staff} 提出的版本。</translation>
        </message>
        <message>
            <source>The version in force.</source>
            <translation>现行版本。</translation>
        </message>
        <message>
            <source>Nothing here is recorded and nobody is called.</source>
            <translation>这里不留记录，也不会拨打电话。</translation>
        </message>
        <message>
            <source>Walked to an end in this version: it may be approved.</source>
            <translation>此版本已推演到结束，可以批准。</translation>
        </message>
        <message>
            <source>You came to an end. Note it, and it may be approved.</source>
            <translation>已推演到结束。记录后即可批准。</translation>
        </message>
        <message>
            <source>Not yet walked to an end in this version; without that it is not approved.</source>
            <translation>此版本尚未推演到结束，未推演不得批准。</translation>
        </message>
        <message>
            <source>One step back</source>
            <translation>退回一步</translation>
        </message>
        <message>
            <source>From the beginning</source>
            <translation>从头开始</translation>
        </message>
        <message>
            <source>Note this walk…</source>
            <translation>记录本次推演…</translation>
        </message>
        <message>
            <source>So far</source>
            <translation>目前</translation>
        </message>
        <message>
            <source>Who does what now</source>
            <translation>现在谁做什么</translation>
        </message>
        <message>
            <source>Reports owed</source>
            <translation>应报告事项</translation>
        </message>
        <message>
            <source>The plan drawn</source>
            <translation>流程图</translation>
        </message>
        <message>
            <source>Smaller (−)</source>
            <translation>缩小（−）</translation>
        </message>
        <message>
            <source>Larger (+)</source>
            <translation>放大（+）</translation>
        </message>
        <message>
            <source>All of it</source>
            <translation>全图</translation>
        </message>
        <message>
            <source>The plan drawn; arrow keys go along it</source>
            <translation>预案流程图，用方向键移动</translation>
        </message>
        <message>
            <source>{n} s</source>
            <translation>{n}秒</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n}分钟</translation>
        </message>
        <message>
            <source>{h} h {m} min</source>
            <translation>{h}小时{m}分</translation>
        </message>
        <message>
            <source>wait {span}</source>
            <translation>等待{span}</translation>
        </message>
        <message>
            <source>within {span}</source>
            <translation>限{span}</translation>
        </message>
        <message>
            <source>nobody yet</source>
            <translation>尚未指定</translation>
        </message>
        <message>
            <source>offers: {plan}</source>
            <translation>可启动：{plan}</translation>
        </message>
        <message>
            <source>(nothing written yet)</source>
            <translation>（尚未填写）</translation>
        </message>
        <message>
            <source>(no condition yet)</source>
            <translation>（尚未填写条件）</translation>
        </message>
        <message>
            <source>every {n} min</source>
            <translation>每{n}分钟续报</translation>
        </message>
    </context>
    <context>
        <name>Registers</name>
        <message>
            <source>Saved as {number}.</source>
            <translation>已保存，编号 {number}。</translation>
        </message>
        <message>
            <source>Saved.</source>
            <translation>已保存。</translation>
        </message>
        <message>
            <source>{number}: {state}</source>
            <translation>{number}：{state}</translation>
        </message>
        <message>
            <source>Note added.</source>
            <translation>备注已添加。</translation>
        </message>
        <message>
            <source>{staff} has read it</source>
            <translation>{staff} 已阅知</translation>
        </message>
        <message>
            <source>Add a photo</source>
            <translation>添加照片</translation>
        </message>
        <message>
            <source>Photo added.</source>
            <translation>照片已添加。</translation>
        </message>
        <message>
            <source>Please give a number.</source>
            <translation>请填写数字。</translation>
        </message>
        <message>
            <source>Please give a date such as 2026-11-30, 11-30 or +3 (days).</source>
            <translation>请填写日期，如 2026-11-30、11-30 或 +3（天后）。</translation>
        </message>
        <message>
            <source>Please give a time such as 14:30, 11-30 14:30 or +30 (minutes).</source>
            <translation>请填写时间，如 14:30、11-30 14:30 或 +30（分钟后）。</translation>
        </message>
        <message>
            <source>yuan</source>
            <translation>元</translation>
        </message>
        <message>
            <source>14:30, 11-30 14:30, +30 (minutes)</source>
            <translation>14:30、11-30 14:30、+30（分钟后）</translation>
        </message>
        <message>
            <source>2026-11-30, 11-30, +3 (days)</source>
            <translation>2026-11-30、11-30、+3（天后）</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>未结</translation>
        </message>
        <message>
            <source>In force</source>
            <translation>现行</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>我的</translation>
        </message>
        <message>
            <source>Late</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Any state</source>
            <translation>全部状态</translation>
        </message>
        <message>
            <source>Any owner</source>
            <translation>全部责任人</translation>
        </message>
        <message>
            <source>My post: none</source>
            <translation>我的岗位：未选</translation>
        </message>
        <message>
            <source>Views</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Save this view…</source>
            <translation>保存当前视图…</translation>
        </message>
        <message>
            <source>Forget “{name}”</source>
            <translation>删除“{name}”</translation>
        </message>
        <message>
            <source>Find (F): number, words, owner…</source>
            <translation>查找（F）：编号、内容、责任人</translation>
        </message>
        <message>
            <source>Find in this register</source>
            <translation>在本台账中查找</translation>
        </message>
        <message>
            <source>Name of the view, Enter</source>
            <translation>视图名称，回车保存</translation>
        </message>
        <message>
            <source>Name of the view</source>
            <translation>视图名称</translation>
        </message>
        <message>
            <source>Which records</source>
            <translation>显示哪些记录</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>责任人</translation>
        </message>
        <message>
            <source>My post</source>
            <translation>我的岗位</translation>
        </message>
        <message>
            <source>Saved views</source>
            <translation>已存视图</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>This must be filled in.</source>
            <translation>此项必填。</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Add a note</source>
            <translation>添加备注</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Sign as read</source>
            <translation>阅知签字</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>签字</translation>
        </message>
        <message>
            <source>Nothing has been taken over yet.</source>
            <translation>尚未导入任何内容。</translation>
        </message>
        <message>
            <source>Columns that are left out: {names}</source>
            <translation>不导入的列：{names}</translation>
        </message>
        <message>
            <source>Row {line}</source>
            <translation>第{line}行</translation>
        </message>
        <message>
            <source>… and {count} more</source>
            <translation>……另有{count}条</translation>
        </message>
        <message>
            <source>Nothing is to be changed yet.</source>
            <translation>尚未填写要更改的内容。</translation>
        </message>
        <message>
            <source>Save the list</source>
            <translation>保存列表</translation>
        </message>
        <message>
            <source>{count} records saved: {path}</source>
            <translation>已保存{count}条记录：{path}</translation>
        </message>
        <message>
            <source>Read records from a file</source>
            <translation>从文件导入记录</translation>
        </message>
        <message>
            <source>{count} records taken over.</source>
            <translation>已导入{count}条记录。</translation>
        </message>
        <message>
            <source>Change {count} records</source>
            <translation>批量更改{count}条记录</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>更改</translation>
        </message>
        <message>
            <source>{count} changed.</source>
            <translation>已更改{count}条。</translation>
        </message>
        <message>
            <source>{count} not:</source>
            <translation>{count}条未更改：</translation>
        </message>
        <message>
            <source>No longer in force</source>
            <translation>已失效</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>变更时间</translation>
        </message>
        <message>
            <source>Closed: can no longer be changed, notes can be added</source>
            <translation>已锁定：内容不可再改，可添加备注</translation>
        </message>
        <message>
            <source>Fields (each is saved when you leave it)</source>
            <translation>内容（离开该项即自动保存）</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>{count} faults, {open} of them open; out of order {down} in all; {between} between failures</source>
            <translation>故障{count}次，未修复{open}次；累计停用{down}；平均间隔{between}</translation>
        </message>
        <message>
            <source>Read by {count}: {staff}</source>
            <translation>已阅知{count}人：{staff}</translation>
        </message>
        <message>
            <source>On duty and not yet signed: {staff}</source>
            <translation>在岗未阅知：{staff}</translation>
        </message>
        <message>
            <source>File: {name} ({size} KB)</source>
            <translation>附件：{name}（{size} KB）</translation>
        </message>
        <message>
            <source>Came of {other}</source>
            <translation>来源：{other}</translation>
        </message>
        <message>
            <source>Belongs to {other}</source>
            <translation>关联：{other}</translation>
        </message>
        <message>
            <source>Led to {other}</source>
            <translation>引出：{other}</translation>
        </message>
        <message>
            <source>Files and links</source>
            <translation>附件与关联</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>The record</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>The beginning of this record has not arrived yet.</source>
            <translation>该记录的登记信息尚未收到。</translation>
        </message>
        <message>
            <source>This number was given twice; the first one counts.</source>
            <translation>该编号重复，以先登记的为准。</translation>
        </message>
        <message>
            <source>It took a way that is not foreseen.</source>
            <translation>该记录的流转不符合规定流程。</translation>
        </message>
        <message>
            <source>Read by</source>
            <translation>阅知</translation>
        </message>
        <message>
            <source>Printed {at}</source>
            <translation>打印时间 {at}</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>No</source>
            <translation>否</translation>
        </message>
        <message>
            <source>{days} d {hours} h</source>
            <translation>{days}天{hours}小时</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours}小时{minutes}分</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes}分</translation>
        </message>
        <message>
            <source>stands still</source>
            <translation>暂停计时</translation>
        </message>
        <message>
            <source>{span} late</source>
            <translation>超{span}</translation>
        </message>
        <message>
            <source>{span} left</source>
            <translation>剩{span}</translation>
        </message>
        <message>
            <source>{clock}: {span} too late ({at})</source>
            <translation>{clock}：超时{span}（{at}）</translation>
        </message>
        <message>
            <source>{clock}: kept ({at})</source>
            <translation>{clock}：按时（{at}）</translation>
        </message>
        <message>
            <source>{clock}: stands still, {span} used</source>
            <translation>{clock}：暂停计时，已用{span}</translation>
        </message>
        <message>
            <source>{clock}: no deadline set</source>
            <translation>{clock}：未设期限</translation>
        </message>
        <message>
            <source>{clock}: {span} late, was due {at}</source>
            <translation>{clock}：已超{span}，应于 {at}</translation>
        </message>
        <message>
            <source>{clock}: {span} left, until {at}</source>
            <translation>{clock}：剩{span}，至 {at}</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>登记</translation>
        </message>
        <message>
            <source>{old} → {new}</source>
            <translation>{old} → {new}</translation>
        </message>
        <message>
            <source>Note: {text}</source>
            <translation>备注：{text}</translation>
        </message>
        <message>
            <source>File added: {name}</source>
            <translation>添加附件：{name}</translation>
        </message>
        <message>
            <source>{field}: {new}</source>
            <translation>{field}：{new}</translation>
        </message>
        <message>
            <source>{field}: {old} → {new}</source>
            <translation>{field}：{old} → {new}</translation>
        </message>
        <message>
            <source>the round it was found in</source>
            <translation>发现该问题的巡检</translation>
        </message>
        <message>
            <source>the meeting it was taken in</source>
            <translation>布置该任务的会议</translation>
        </message>
        <message>
            <source>ticket {name}</source>
            <translation>票号 {name}</translation>
        </message>
        <message>
            <source>the same as {other}</source>
            <translation>与 {other} 同一问题</translation>
        </message>
        <message>
            <source>Reading the register…</source>
            <translation>正在读取台账…</translation>
        </message>
        <message>
            <source>Nothing here is like that</source>
            <translation>没有符合条件的记录</translation>
        </message>
        <message>
            <source>{count} records are in this register. Esc shows the open ones again.</source>
            <translation>本台账共{count}条记录，按Esc恢复显示未结记录。</translation>
        </message>
        <message>
            <source>Nothing is written down here yet</source>
            <translation>此台账尚无记录</translation>
        </message>
        <message>
            <source>Select several first: Shift+Down, Ctrl+click or Ctrl+A.</source>
            <translation>请先选择多条：Shift+↓、Ctrl+单击或Ctrl+A。</translation>
        </message>
        <message>
            <source>Change {count}</source>
            <translation>批量更改{count}条</translation>
        </message>
        <message>
            <source>Change several</source>
            <translation>批量更改</translation>
        </message>
        <message>
            <source>There is nothing to save.</source>
            <translation>没有可保存的内容。</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Save as file</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>{register}: {open} open, {late} late</source>
            <translation>{register}：未结{open}，超时{late}</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>记录列表</translation>
        </message>
        <message>
            <source>Only the sheet “{name}” is read. Left out: {others}</source>
            <translation>只读取工作表“{name}”，未读取：{others}</translation>
        </message>
        <message>
            <source>N opens a new record; I reads records from an XLSX or CSV file.</source>
            <translation>按 N 新建记录，按 I 从 XLSX 或 CSV 文件导入。</translation>
        </message>
        <message>
            <source>Read a file</source>
            <translation>导入文件</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>台账</translation>
        </message>
        <message>
            <source>Nothing to choose yet: first write it into the register “{register}”.</source>
            <translation>暂无可选项，请先在台账“{register}”中登记。</translation>
        </message>
        <message>
            <source>{days} d</source>
            <translation>{days}天</translation>
        </message>
        <message>
            <source>Nothing is open here</source>
            <translation>没有未结记录</translation>
        </message>
        <message>
            <source>Closed records, under “All”: {count}. N opens a new one.</source>
            <translation>已结 {count} 条，在“全部”中查看。按 N 新建记录。</translation>
        </message>
        <message>
            <source>{name}: {good} to take over, {bad} not</source>
            <translation>{name}：可导入{good}行，不可导入{bad}行</translation>
        </message>
        <message>
            <source>Take over: {count}</source>
            <translation>导入{count}行</translation>
        </message>
        <message>
            <source>{register}: {count} ({word})</source>
            <translation>{register}：{count}（{word}）</translation>
        </message>
        <message>
            <source>{register}: a new record</source>
            <translation>{register}：新增</translation>
        </message>
        <message>
            <source>{count} record saved: {path}</source>
            <translation>已保存{count}条记录：{path}</translation>
        </message>
        <message>
            <source>{count} record taken over.</source>
            <translation>已导入{count}条记录。</translation>
        </message>
        <message>
            <source>Change {count} record</source>
            <translation>批量更改{count}条记录</translation>
        </message>
        <message>
            <source>{count} record is in this register. Esc shows the open ones again.</source>
            <translation>本台账共{count}条记录，按Esc恢复显示未结记录。</translation>
        </message>
    </context>
    <context>
        <name>Reports</name>
        <message>
            <source>Day</source>
            <translation>日</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>周</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>月</translation>
        </message>
        <message>
            <source>Back to the report</source>
            <translation>返回报表</translation>
        </message>
        <message>
            <source>No rows</source>
            <translation>没有明细</translation>
        </message>
        <message>
            <source>Nothing was recorded in this time that this figure is made of.</source>
            <translation>该时段内没有构成此指标的记录。</translation>
        </message>
        <message>
            <source>Rows: {count}</source>
            <translation>共 {count} 条</translation>
        </message>
        <message>
            <source>This report could not be made.</source>
            <translation>报表生成失败。</translation>
        </message>
        <message>
            <source>Choose another report or another time.</source>
            <translation>请选择其他报表或其他时段。</translation>
        </message>
        <message>
            <source>Making the report…</source>
            <translation>正在生成报表…</translation>
        </message>
        <message>
            <source>There is no report yet.</source>
            <translation>报表尚未生成。</translation>
        </message>
        <message>
            <source>Save the report</source>
            <translation>保存报表</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>The time before (PgUp)</source>
            <translation>上一时段（PgUp）</translation>
        </message>
        <message>
            <source>The time after (PgDn)</source>
            <translation>下一时段（PgDn）</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Print (P)</source>
            <translation>打印（P）</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>明细</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>报表</translation>
        </message>
    </context>
    <context>
        <name>Reviews</name>
        <message>
            <source>A broken edge is what the times say; a press or 1 to 4 says otherwise.</source>
            <translation>虚线框为按用时得出的建议；点击或按1至4另行评定。</translation>
        </message>
        <message>
            <source>Plan against what was done</source>
            <translation>预案与实际对照</translation>
        </message>
        <message>
            <source>No step of the plan was done.</source>
            <translation>预案步骤均未执行。</translation>
        </message>
        <message>
            <source>Not in the plan: {words}</source>
            <translation>预案之外：{words}</translation>
        </message>
        <message>
            <source>skipped: {reason}</source>
            <translation>跳过：{reason}</translation>
        </message>
        <message>
            <source>done before its turn</source>
            <translation>提前完成</translation>
        </message>
        <message>
            <source>took {spent}</source>
            <translation>用时{spent}</translation>
        </message>
        <message>
            <source>target {target}, took {spent}</source>
            <translation>目标{target}，用时{spent}</translation>
        </message>
        <message>
            <source>1 performed, 2 some challenges, 3 major challenges, 4 unable. {left} left.</source>
            <translation>1按预案完成，2有一些问题，3有重大问题，4未能完成。还剩{left}项。</translation>
        </message>
        <message>
            <source>How it went</source>
            <translation>能力评定</translation>
        </message>
        <message>
            <source>Reports, calls, decisions</source>
            <translation>上报、联络与判断</translation>
        </message>
        <message>
            <source>Not made</source>
            <translation>未上报</translation>
        </message>
        <message>
            <source>{span} late</source>
            <translation>晚{span}</translation>
        </message>
        <message>
            <source>In time</source>
            <translation>按时</translation>
        </message>
        <message>
            <source>due {at}</source>
            <translation>应于{at}前</translation>
        </message>
        <message>
            <source>Report to {to}</source>
            <translation>上报{to}</translation>
        </message>
        <message>
            <source>Call to {to}</source>
            <translation>致电{to}</translation>
        </message>
        <message>
            <source>Reached</source>
            <translation>已接通</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>无人接听</translation>
        </message>
        <message>
            <source>told late</source>
            <translation>补记</translation>
        </message>
        <message>
            <source>Nobody was called, nothing was reported, nothing decided.</source>
            <translation>没有联络、上报和判断记录。</translation>
        </message>
        <message>
            <source>Drill score</source>
            <translation>演练得分</translation>
        </message>
        <message>
            <source>Passed</source>
            <translation>合格</translation>
        </message>
        <message>
            <source>Not passed</source>
            <translation>未合格</translation>
        </message>
        <message>
            <source>Injects met</source>
            <translation>注入事件达成</translation>
        </message>
        <message>
            <source>Steps in time</source>
            <translation>步骤按时</translation>
        </message>
        <message>
            <source>Pass criteria met</source>
            <translation>合格标准达成</translation>
        </message>
        <message>
            <source>{met} of {of}</source>
            <translation>{of}项中{met}项</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>复盘问答</translation>
        </message>
        <message>
            <source>not answered yet</source>
            <translation>尚未回答</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>修改</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Lessons</source>
            <translation>改进项</translation>
        </message>
        <message>
            <source>Add a lesson</source>
            <translation>新增改进项</translation>
        </message>
        <message>
            <source>Open it</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>None noted. A lesson is closed by a changed plan, or refused with a reason.</source>
            <translation>暂无。改进项须以修改预案销项，不采纳须写明理由。</translation>
        </message>
        <message>
            <source>To do</source>
            <translation>待落实</translation>
        </message>
        <message>
            <source>Plan changed</source>
            <translation>已改预案</translation>
        </message>
        <message>
            <source>Not adopted</source>
            <translation>不采纳</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>签名</translation>
        </message>
        <message>
            <source>with PIN</source>
            <translation>PIN签名</translation>
        </message>
        <message>
            <source>by staff number</source>
            <translation>工号签名</translation>
        </message>
        <message>
            <source>Corrected: {words}</source>
            <translation>更正：{words}</translation>
        </message>
        <message>
            <source>Please give the staff number.</source>
            <translation>请填写工号。</translation>
        </message>
        <message>
            <source>Record (Ctrl+Enter)</source>
            <translation>记录（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>What made it so; needed unless it was performed</source>
            <translation>原因说明；非“按预案完成”必填</translation>
        </message>
        <message>
            <source>Please choose a rating.</source>
            <translation>请选择评定。</translation>
        </message>
        <message>
            <source>No names; roles and staff numbers</source>
            <translation>不写姓名，写岗位和工号</translation>
        </message>
        <message>
            <source>Sign the review: afterwards nothing of it is changed, only corrected beside it</source>
            <translation>签署复盘：签名后内容不再改动，只能另行更正</translation>
        </message>
        <message>
            <source>Sign (Ctrl+Enter)</source>
            <translation>签名（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>Conclusion</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>Staff number of who signs</source>
            <translation>签名人工号</translation>
        </message>
        <message>
            <source>Signed.</source>
            <translation>已签名。</translation>
        </message>
        <message>
            <source>Correct what was signed: {about}</source>
            <translation>更正已签名内容：{about}</translation>
        </message>
        <message>
            <source>How it was</source>
            <translation>实际情况</translation>
        </message>
        <message>
            <source>Recorded beside what was signed.</source>
            <translation>已另行更正，原记录不变。</translation>
        </message>
        <message>
            <source>A lesson of this</source>
            <translation>登记改进项</translation>
        </message>
        <message>
            <source>Note (Ctrl+Enter)</source>
            <translation>登记（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>What the plan should have said or had</source>
            <translation>预案应当写明或配备什么</translation>
        </message>
        <message>
            <source>Of which plan</source>
            <translation>涉及预案</translation>
        </message>
        <message>
            <source>Who sees to it</source>
            <translation>责任岗位</translation>
        </message>
        <message>
            <source>Within days</source>
            <translation>期限（天）</translation>
        </message>
        <message>
            <source>Noted. It closes with a changed plan or a refusal.</source>
            <translation>已登记。修改预案或不予采纳后销项。</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>存为PDF</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>已保存：{path}</translation>
        </message>
        <message>
            <source>Closed with this version.</source>
            <translation>已以此版本销项。</translation>
        </message>
        <message>
            <source>Do not adopt it: another person than who noted it says why</source>
            <translation>不采纳：由登记人以外的人员写明理由</translation>
        </message>
        <message>
            <source>Reopen the lesson</source>
            <translation>重新打开改进项</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Recorded.</source>
            <translation>已记录。</translation>
        </message>
        <message>
            <source>Looked through, and right as it is</source>
            <translation>已复核，无需修改</translation>
        </message>
        <message>
            <source>What was checked: numbers, roles, ways out, kit</source>
            <translation>核对了什么：电话、岗位、出口、物资</translation>
        </message>
        <message>
            <source>Version {version}</source>
            <translation>版本{version}</translation>
        </message>
        <message>
            <source>changed by {by}, approved by {other} on {at}</source>
            <translation>{by}修改，{other}于{at}批准</translation>
        </message>
        <message>
            <source>This closes the lesson</source>
            <translation>以此版本销项</translation>
        </message>
        <message>
            <source>noted by {by} on {day}</source>
            <translation>{by}于{day}登记</translation>
        </message>
        <message>
            <source>A changed plan is there</source>
            <translation>已有修改后的预案</translation>
        </message>
        <message>
            <source>Change the plan</source>
            <translation>修改预案</translation>
        </message>
        <message>
            <source>Where it came from</source>
            <translation>查看来源</translation>
        </message>
        <message>
            <source>Close with the changed plan</source>
            <translation>以修改后的预案销项</translation>
        </message>
        <message>
            <source>Do not adopt</source>
            <translation>不采纳</translation>
        </message>
        <message>
            <source>Reopen</source>
            <translation>重新打开</translation>
        </message>
        <message>
            <source>How it is closed</source>
            <translation>销项方式</translation>
        </message>
        <message>
            <source>Change the plan; another person approves the new version; then that version closes the lesson. Or another person than who noted it refuses it and says why.</source>
            <translation>修改预案，新版本经他人批准后，以该版本销项；或由登记人以外的人员写明理由不予采纳。</translation>
        </message>
        <message>
            <source>Version {version} by {by} waits for a second person.</source>
            <translation>{by}提交的版本{version}等待他人批准。</translation>
        </message>
        <message>
            <source>to be approved</source>
            <translation>待批准</translation>
        </message>
        <message>
            <source>Signed</source>
            <translation>已签名</translation>
        </message>
        <message>
            <source>To be held</source>
            <translation>待复盘</translation>
        </message>
        <message>
            <source>Drill: {title}</source>
            <translation>演练：{title}</translation>
        </message>
        <message>
            <source>{waiting} to be held, {late} of them for more than a week</source>
            <translation>待复盘{waiting}项，其中{late}项超过一周</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>已销项</translation>
        </message>
        <message>
            <source>can be closed</source>
            <translation>可销项</translation>
        </message>
        <message>
            <source>{still} to do, {late} overdue</source>
            <translation>待落实{still}项，逾期{late}项</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从未</translation>
        </message>
        <message>
            <source>lessons to do: {count}</source>
            <translation>待落实改进{count}项</translation>
        </message>
        <message>
            <source>a change waits</source>
            <translation>有修改待批</translation>
        </message>
        <message>
            <source>every {months} months</source>
            <translation>每{months}个月</translation>
        </message>
        <message>
            <source>{overdue} overdue, {never} never looked through here</source>
            <translation>逾期{overdue}份，本厅从未复核{never}份</translation>
        </message>
        <message>
            <source>What is listed</source>
            <translation>列表内容</translation>
        </message>
        <message>
            <source>Reviews</source>
            <translation>复盘</translation>
        </message>
        <message>
            <source>Plans</source>
            <translation>预案复核</translation>
        </message>
        <message>
            <source>No review is due</source>
            <translation>没有待办的复盘</translation>
        </message>
        <message>
            <source>When a walkthrough, a drill or an incident is over, its review stands here.</source>
            <translation>预案执行、演练或事件结束后，复盘列在这里。</translation>
        </message>
        <message>
            <source>No lesson yet</source>
            <translation>暂无改进项</translation>
        </message>
        <message>
            <source>Lessons are noted in a review, with L.</source>
            <translation>改进项在复盘中按L登记。</translation>
        </message>
        <message>
            <source>No plan is in use</source>
            <translation>没有在用预案</translation>
        </message>
        <message>
            <source>Standards has the plans; those in use stand here.</source>
            <translation>预案在标准库中；在用的列在这里。</translation>
        </message>
        <message>
            <source>DRILL</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Not over yet</source>
            <translation>尚未结束</translation>
        </message>
        <message>
            <source>To be rated: {left} of {of}</source>
            <translation>待评{left}项，共{of}项</translation>
        </message>
        <message>
            <source>Ready to be signed</source>
            <translation>可以签名</translation>
        </message>
        <message>
            <source>Signed by {by}</source>
            <translation>{by}已签名</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Next to be rated</source>
            <translation>下一项待评</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>签名</translation>
        </message>
        <message>
            <source>The incident</source>
            <translation>查看事件</translation>
        </message>
        <message>
            <source>led by {lead}</source>
            <translation>指挥{lead}</translation>
        </message>
        <message>
            <source>not rated</source>
            <translation>未评定</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>评定</translation>
        </message>
        <message>
            <source>to be looked through every {months} months</source>
            <translation>每{months}个月复核一次</translation>
        </message>
        <message>
            <source>A change waits for a second person</source>
            <translation>有修改等待他人批准</translation>
        </message>
        <message>
            <source>Looked through: right as it is</source>
            <translation>已复核，无需修改</translation>
        </message>
        <message>
            <source>Lessons of this plan</source>
            <translation>本预案的改进项</translation>
        </message>
        <message>
            <source>None yet. Lessons come from drills and incidents.</source>
            <translation>暂无。改进项来自演练和事件复盘。</translation>
        </message>
        <message>
            <source>Looked through</source>
            <translation>已复核</translation>
        </message>
        <message>
            <source>right as it is</source>
            <translation>无需修改</translation>
        </message>
        <message>
            <source>A new version was approved on {day}; that counts as a look.</source>
            <translation>{day}批准了新版本，视同复核。</translation>
        </message>
        <message>
            <source>Nobody here has. An approved new version counts as a look too.</source>
            <translation>本厅尚未复核。批准新版本也视同复核。</translation>
        </message>
        <message>
            <source>Performed</source>
            <translation>按预案完成</translation>
        </message>
        <message>
            <source>Some challenges</source>
            <translation>有一些问题</translation>
        </message>
        <message>
            <source>Major challenges</source>
            <translation>有重大问题</translation>
        </message>
        <message>
            <source>Unable</source>
            <translation>未能完成</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>逾期</translation>
        </message>
        <message>
            <source>Begun</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>Never looked through here</source>
            <translation>本厅从未复核</translation>
        </message>
        <message>
            <source>Due soon</source>
            <translation>即将到期</translation>
        </message>
        <message>
            <source>Resolved</source>
            <translation>已处置完毕</translation>
        </message>
        <message>
            <source>Handed over</source>
            <translation>已移交</translation>
        </message>
        <message>
            <source>Escalated</source>
            <translation>已升级</translation>
        </message>
        <message>
            <source>Broken off</source>
            <translation>中止</translation>
        </message>
        <message>
            <source>no date</source>
            <translation>未定期限</translation>
        </message>
        <message>
            <source>overdue since today</source>
            <translation>今日逾期</translation>
        </message>
        <message>
            <source>overdue for {days} d</source>
            <translation>逾期{days}天</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>{day}前</translation>
        </message>
        <message>
            <source>Nothing is open here</source>
            <translation>没有打开的内容</translation>
        </message>
        <message>
            <source>Choose a line on the left; T goes from reviews to lessons and plans.</source>
            <translation>在左侧选择一行；按T切换复盘、改进项、预案复核。</translation>
        </message>
        <message>
            <source>Sign (Enter)</source>
            <translation>签名（回车）</translation>
        </message>
        <message>
            <source>Staff number of who closes it</source>
            <translation>销项人的工号</translation>
        </message>
        <message>
            <source>every month</source>
            <translation>每月</translation>
        </message>
        <message>
            <source>to be looked through every month</source>
            <translation>每月审阅一次</translation>
        </message>
    </context>
    <context>
        <name>Risks</name>
        <message>
            <source>hardly ever</source>
            <translation>极少</translation>
        </message>
        <message>
            <source>not every year</source>
            <translation>数年一次</translation>
        </message>
        <message>
            <source>once a year</source>
            <translation>每年一次</translation>
        </message>
        <message>
            <source>four times a year</source>
            <translation>每年四次</translation>
        </message>
        <message>
            <source>every month</source>
            <translation>每月都有</translation>
        </message>
        <message>
            <source>1 hardly noticed</source>
            <translation>1 几无影响</translation>
        </message>
        <message>
            <source>2 a nuisance</source>
            <translation>2 轻微不便</translation>
        </message>
        <message>
            <source>3 complaints, hours lost</source>
            <translation>3 投诉、停办数小时</translation>
        </message>
        <message>
            <source>4 people or money hurt</source>
            <translation>4 人员受伤或资金损失</translation>
        </message>
        <message>
            <source>5 life, or the hall closed</source>
            <translation>5 危及生命或停业</translation>
        </message>
        <message>
            <source>Likelihood</source>
            <translation>可能性</translation>
        </message>
        <message>
            <source>Impact</source>
            <translation>影响</translation>
        </message>
        <message>
            <source>Who watches it</source>
            <translation>责任岗位</translation>
        </message>
        <message>
            <source>Rate: {risk}</source>
            <translation>评定：{risk}</translation>
        </message>
        <message>
            <source>Record (Ctrl+Enter)</source>
            <translation>记录（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Look at it again within months</source>
            <translation>几个月后复评</translation>
        </message>
        <message>
            <source>Please choose likelihood and impact.</source>
            <translation>请选择可能性和影响。</translation>
        </message>
        <message>
            <source>Rated.</source>
            <translation>已评定。</translation>
        </message>
        <message>
            <source>A control of this hall</source>
            <translation>本厅控制措施</translation>
        </message>
        <message>
            <source>What is done, by which role, how often</source>
            <translation>做什么、哪个岗位、多久一次</translation>
        </message>
        <message>
            <source>Recorded.</source>
            <translation>已记录。</translation>
        </message>
        <message>
            <source>An action against this risk</source>
            <translation>针对本风险的整改</translation>
        </message>
        <message>
            <source>Open (Ctrl+Enter)</source>
            <translation>登记（Ctrl+Enter）</translation>
        </message>
        <message>
            <source>What is to be put right</source>
            <translation>需整改的问题</translation>
        </message>
        <message>
            <source>Within days</source>
            <translation>期限（天）</translation>
        </message>
        <message>
            <source>Opened as corrective action.</source>
            <translation>已登记整改行动。</translation>
        </message>
        <message>
            <source>It does not apply here; rating it takes it in again</source>
            <translation>本厅不适用；重新评定即恢复</translation>
        </message>
        <message>
            <source>Set aside.</source>
            <translation>已标为不适用。</translation>
        </message>
        <message>
            <source>A risk of this hall</source>
            <translation>本厅风险</translation>
        </message>
        <message>
            <source>What could happen</source>
            <translation>可能发生什么</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Plans that cover it</source>
            <translation>对应预案</translation>
        </message>
        <message>
            <source>Cause</source>
            <translation>成因</translation>
        </message>
        <message>
            <source>Noted.</source>
            <translation>已登记。</translation>
        </message>
        <message>
            <source>Risks {count}</source>
            <translation>风险 {count}</translation>
        </message>
        <message>
            <source>Gaps {count}</source>
            <translation>缺口 {count}</translation>
        </message>
        <message>
            <source>does not apply here</source>
            <translation>本厅不适用</translation>
        </message>
        <message>
            <source>Set aside</source>
            <translation>不适用</translation>
        </message>
        <message>
            <source>Likelihood {likelihood}, impact {impact}: {count} risks. Esc shows all.</source>
            <translation>可能性{likelihood}、影响{impact}：{count}项风险。Esc显示全部。</translation>
        </message>
        <message>
            <source>{rated} of {count} rated here; the others as shipped</source>
            <translation>{count}项中本厅已评{rated}项，其余为初始判断</translation>
        </message>
        <message>
            <source>No risk in this field</source>
            <translation>此格没有风险</translation>
        </message>
        <message>
            <source>Arrow keys go from field to field, Enter opens one, Esc shows all.</source>
            <translation>方向键移动，回车打开一格，Esc显示全部。</translation>
        </message>
        <message>
            <source>likelihood in question</source>
            <translation>可能性存疑</translation>
        </message>
        <message>
            <source>gaps: {count}</source>
            <translation>缺口{count}</translation>
        </message>
        <message>
            <source>not rated here</source>
            <translation>本厅未评</translation>
        </message>
        <message>
            <source>No gap</source>
            <translation>没有缺口</translation>
        </message>
        <message>
            <source>Every high risk has a practised plan, every incident its review.</source>
            <translation>高风险均有演练过的预案，事件均已复盘。</translation>
        </message>
        <message>
            <source>What is listed</source>
            <translation>列表内容</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Add a risk of this hall</source>
            <translation>新增本厅风险</translation>
        </message>
        <message>
            <source>Is the likelihood right?</source>
            <translation>可能性评得对吗？</translation>
        </message>
        <message>
            <source>Own incidents disagree</source>
            <translation>与本厅事件不符</translation>
        </message>
        <message>
            <source>Rate likelihood {level}</source>
            <translation>可能性改评{level}</translation>
        </message>
        <message>
            <source>Keep {level}, with a reason</source>
            <translation>保留{level}并说明理由</translation>
        </message>
        <message>
            <source>Gaps</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>Cause and effect</source>
            <translation>成因与后果</translation>
        </message>
        <message>
            <source>Effect</source>
            <translation>后果</translation>
        </message>
        <message>
            <source>Controls</source>
            <translation>控制措施</translation>
        </message>
        <message>
            <source>Add a control</source>
            <translation>新增措施</translation>
        </message>
        <message>
            <source>this hall's own</source>
            <translation>本厅自定</translation>
        </message>
        <message>
            <source>Nothing is written down yet that prevents, notices or repairs it.</source>
            <translation>尚未登记预防、发现或纠正措施。</translation>
        </message>
        <message>
            <source>Plans and drills</source>
            <translation>预案与演练</translation>
        </message>
        <message>
            <source>never practised here</source>
            <translation>本厅从未演练</translation>
        </message>
        <message>
            <source>practised {day}</source>
            <translation>最近演练或启用：{day}</translation>
        </message>
        <message>
            <source>next drill {day}</source>
            <translation>下次演练{day}</translation>
        </message>
        <message>
            <source>Open it</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>No plan in force covers it.</source>
            <translation>没有在用预案覆盖。</translation>
        </message>
        <message>
            <source>Incidents in 12 months: {count}</source>
            <translation>近12个月事件：{count}起</translation>
        </message>
        <message>
            <source>reviewed</source>
            <translation>已复盘</translation>
        </message>
        <message>
            <source>not reviewed</source>
            <translation>未复盘</translation>
        </message>
        <message>
            <source>open</source>
            <translation>未结束</translation>
        </message>
        <message>
            <source>None. One counts when a plan of this risk is walked for it, or when it is linked to it.</source>
            <translation>无。为事件启动了本风险的预案，或将事件关联到本风险时计入。</translation>
        </message>
        <message>
            <source>Actions</source>
            <translation>整改行动</translation>
        </message>
        <message>
            <source>Add an action</source>
            <translation>新增整改</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已销项</translation>
        </message>
        <message>
            <source>None yet.</source>
            <translation>暂无。</translation>
        </message>
        <message>
            <source>Ratings</source>
            <translation>评定记录</translation>
        </message>
        <message>
            <source>as shipped: a starting judgement</source>
            <translation>初始判断</translation>
        </message>
        <message>
            <source>Figures that show it growing</source>
            <translation>预警指标</translation>
        </message>
        <message>
            <source>rated by {by} on {day}</source>
            <translation>{by}于{day}评定</translation>
        </message>
        <message>
            <source>as shipped, not rated here yet</source>
            <translation>初始判断，本厅尚未评定</translation>
        </message>
        <message>
            <source>watched by {role}</source>
            <translation>责任岗位：{role}</translation>
        </message>
        <message>
            <source>{likelihood} × {impact} = {score}, {band}</source>
            <translation>{likelihood} × {impact} = {score}，{band}</translation>
        </message>
        <message>
            <source>does not apply here: {why}</source>
            <translation>本厅不适用：{why}</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>评定</translation>
        </message>
        <message>
            <source>The plan</source>
            <translation>查看预案</translation>
        </message>
        <message>
            <source>Does not apply here</source>
            <translation>本厅不适用</translation>
        </message>
        <message>
            <source>to be looked at again: overdue for {days} d</source>
            <translation>复评逾期{days}天</translation>
        </message>
        <message>
            <source>to be looked at again by {day}</source>
            <translation>{day}前复评</translation>
        </message>
        <message>
            <source>Risk map</source>
            <translation>风险矩阵</translation>
        </message>
        <message>
            <source>likelihood {likelihood}, impact {impact}, {score} points: {count} risks</source>
            <translation>可能性{likelihood}，影响{impact}，{score}分：{count}项风险</translation>
        </message>
        <message>
            <source>Impact →</source>
            <translation>影响 →</translation>
        </message>
        <message>
            <source>Likelihood →</source>
            <translation>可能性 →</translation>
        </message>
        <message>
            <source>Red: act</source>
            <translation>红：处置</translation>
        </message>
        <message>
            <source>Yellow: watch</source>
            <translation>黄：关注</translation>
        </message>
        <message>
            <source>Green: keep</source>
            <translation>绿：保持</translation>
        </message>
        <message>
            <source>Prevents</source>
            <translation>预防</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>发现</translation>
        </message>
        <message>
            <source>Repairs</source>
            <translation>纠正</translation>
        </message>
        <message>
            <source>Likelihood in question</source>
            <translation>可能性存疑</translation>
        </message>
        <message>
            <source>To be looked at again</source>
            <translation>待复评</translation>
        </message>
        <message>
            <source>High risk without a plan</source>
            <translation>高风险无预案</translation>
        </message>
        <message>
            <source>Plan without practice</source>
            <translation>预案未演练</translation>
        </message>
        <message>
            <source>Incident without a review</source>
            <translation>事件未复盘</translation>
        </message>
        <message>
            <source>Rate it again</source>
            <translation>重新评定</translation>
        </message>
        <message>
            <source>To the plans</source>
            <translation>查看预案库</translation>
        </message>
        <message>
            <source>Plan a drill</source>
            <translation>安排演练</translation>
        </message>
        <message>
            <source>Hold the review</source>
            <translation>去复盘</translation>
        </message>
        <message>
            <source>Likelihood rated {rated}, but incidents in 12 months: {count}. They speak for {speaks}.</source>
            <translation>可能性评为{rated}，但近12个月发生{count}起，相当于{speaks}。</translation>
        </message>
        <message>
            <source>rated {rated}, but incidents in 12 months: {count}</source>
            <translation>评为{rated}，但近12个月发生{count}起</translation>
        </message>
        <message>
            <source>was to be looked at again by {day}</source>
            <translation>应于{day}前复评</translation>
        </message>
        <message>
            <source>no plan in force covers it</source>
            <translation>没有在用预案覆盖</translation>
        </message>
        <message>
            <source>{plan}: never practised here</source>
            <translation>{plan}：本厅从未演练</translation>
        </message>
        <message>
            <source>{plan}: last practised {days} days ago, 180 are allowed</source>
            <translation>{plan}：距上次演练{days}天，不得超过180天</translation>
        </message>
        <message>
            <source>over since {day}, nobody has signed a review</source>
            <translation>{day}结束，尚无人签署复盘</translation>
        </message>
        <message>
            <source>No risk register</source>
            <translation>没有风险台账</translation>
        </message>
        <message>
            <source>The shipped risks stand here; N adds one of this hall.</source>
            <translation>内置风险列在这里；按N新增本厅风险。</translation>
        </message>
        <message>
            <source>Likelihood {likelihood}, impact {impact}: {count} risk. Esc shows all.</source>
            <translation>可能性{likelihood}、影响{impact}：{count}项风险。Esc显示全部。</translation>
        </message>
        <message>
            <source>Gaps: {count}, of kinds: {kinds}; each leads to where it is mended</source>
            <translation>{kinds}类{count}个缺口；回车即到处理之处</translation>
        </message>
        <message>
            <source>likelihood {likelihood}, impact {impact}, {score} points: {count} risk</source>
            <translation>可能性{likelihood}，影响{impact}，{score}分：{count}项风险</translation>
        </message>
    </context>
    <context>
        <name>Rounds</name>
        <message>
            <source>keys 1 2 3 answer</source>
            <translation>键盘 1 2 3 即可作答</translation>
        </message>
        <message>
            <source>{count} items have no answer yet.</source>
            <translation>还有 {count} 项未作答。</translation>
        </message>
        <message>
            <source>in the hands of {staff}</source>
            <translation>执行人 {staff}</translation>
        </message>
        <message>
            <source>There is no picture on the clipboard.</source>
            <translation>剪贴板里没有图片。</translation>
        </message>
        <message>
            <source>Choose a photo</source>
            <translation>选择照片</translation>
        </message>
        <message>
            <source>Your staff number signs this round:</source>
            <translation>请输入您的工号签字：</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>签字</translation>
        </message>
        <message>
            <source>An item asks for two people. Staff number of the second person:</source>
            <translation>有检查项须双人签字。请输入第二人工号：</translation>
        </message>
        <message>
            <source>Staff number of who goes on with this round:</source>
            <translation>接手人工号：</translation>
        </message>
        <message>
            <source>Hand over</source>
            <translation>移交</translation>
        </message>
        <message>
            <source>{staff} goes on with it.</source>
            <translation>已移交 {staff}。</translation>
        </message>
        <message>
            <source>Why is this round broken off? Its time stays due.</source>
            <translation>为什么中止？该时段仍须补做。</translation>
        </message>
        <message>
            <source>Give up</source>
            <translation>中止</translation>
        </message>
        <message>
            <source>Sign and finish</source>
            <translation>签字并完成</translation>
        </message>
        <message>
            <source>That was not saved: {reason}</source>
            <translation>未能保存：{reason}</translation>
        </message>
        <message>
            <source>{count} min</source>
            <translation>{count} 分</translation>
        </message>
        <message>
            <source>{count} h</source>
            <translation>{count} 小时</translation>
        </message>
        <message>
            <source>{count} days</source>
            <translation>{count} 天</translation>
        </message>
        <message>
            <source>done</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>running</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>given up</source>
            <translation>已中止</translation>
        </message>
        <message>
            <source>missed</source>
            <translation>漏检</translation>
        </message>
        <message>
            <source>{span} late</source>
            <translation>逾期 {span}</translation>
        </message>
        <message>
            <source>in {span}</source>
            <translation>{span}后</translation>
        </message>
        <message>
            <source>due now</source>
            <translation>到时</translation>
        </message>
        <message>
            <source>{span} left</source>
            <translation>剩 {span}</translation>
        </message>
        <message>
            <source>today {time}</source>
            <translation>今日 {time}</translation>
        </message>
        <message>
            <source>Met</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>Not met</source>
            <translation>不达标</translation>
        </message>
        <message>
            <source>N/A</source>
            <translation>不适用</translation>
        </message>
        <message>
            <source>weight {weight}</source>
            <translation>权重 {weight}</translation>
        </message>
        <message>
            <source>critical</source>
            <translation>关键项</translation>
        </message>
        <message>
            <source>two signatures</source>
            <translation>双人签字</translation>
        </message>
        <message>
            <source>The wording of this round is not on this computer.</source>
            <translation>本机没有这次巡检所用的检查表版本。</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>This week</source>
            <translation>本周</translation>
        </message>
        <message>
            <source>Round</source>
            <translation>巡检</translation>
        </message>
        <message>
            <source>Voluntary round</source>
            <translation>临时巡检</translation>
        </message>
        <message>
            <source>Past rounds</source>
            <translation>历史巡检</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Part of a checklist's name</source>
            <translation>检查表名称中的几个字</translation>
        </message>
        <message>
            <source>Name, day, staff number or state</source>
            <translation>名称、日期、工号或状态</translation>
        </message>
        <message>
            <source>within {span}</source>
            <translation>限时 {span}</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今日内</translation>
        </message>
        <message>
            <source>by tomorrow</source>
            <translation>明日前</translation>
        </message>
        <message>
            <source>What did you see? (Enter: next item)</source>
            <translation>发现了什么？（回车到下一项）</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Who puts it right</source>
            <translation>责任岗位</translation>
        </message>
        <message>
            <source>Until when</source>
            <translation>整改期限</translation>
        </message>
        <message>
            <source>What is to be done</source>
            <translation>整改措施</translation>
        </message>
        <message>
            <source>To do</source>
            <translation>整改措施</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>From a file…</source>
            <translation>从文件选择…</translation>
        </message>
        <message>
            <source>From the clipboard (Ctrl+V)</source>
            <translation>从剪贴板粘贴（Ctrl+V）</translation>
        </message>
        <message>
            <source>In a few words (Enter)</source>
            <translation>简要填写（回车）</translation>
        </message>
        <message>
            <source>Does not apply</source>
            <translation>不适用</translation>
        </message>
        <message>
            <source>not answered</source>
            <translation>未作答</translation>
        </message>
        <message>
            <source>Please type a number, e.g. 12 or 3.5.</source>
            <translation>请输入数字，如 12 或 3.5。</translation>
        </message>
        <message>
            <source>That number is out of all measure.</source>
            <translation>数字超出合理范围。</translation>
        </message>
        <message>
            <source>voluntary</source>
            <translation>临时</translation>
        </message>
        <message>
            <source>{count} items</source>
            <translation>{count} 项</translation>
        </message>
        <message>
            <source>about {count} min</source>
            <translation>约 {count} 分钟</translation>
        </message>
        <message>
            <source>passes at {percent} %</source>
            <translation>{percent}% 合格</translation>
        </message>
        <message>
            <source>Begin this round</source>
            <translation>开始巡检</translation>
        </message>
        <message>
            <source>No round is in hand</source>
            <translation>没有进行中的巡检</translation>
        </message>
        <message>
            <source>Choose one of today's list and press Enter, or begin a voluntary round with V.</source>
            <translation>在今日清单中选一项按回车，或按 V 发起临时巡检。</translation>
        </message>
        <message>
            <source>Given up: {reason}</source>
            <translation>已中止：{reason}</translation>
        </message>
        <message>
            <source>Not passed: a critical item failed</source>
            <translation>未通过：关键项不达标</translation>
        </message>
        <message>
            <source>Not passed: below {percent} %</source>
            <translation>未通过：低于 {percent}%</translation>
        </message>
        <message>
            <source>Passed</source>
            <translation>通过</translation>
        </message>
        <message>
            <source>{met} met, {failed} not met, {na} not applicable</source>
            <translation>达标 {met} 项，不达标 {failed} 项，不适用 {na} 项</translation>
        </message>
        <message>
            <source>signed: {staff}</source>
            <translation>签字：{staff}</translation>
        </message>
        <message>
            <source>What was not met</source>
            <translation>不达标项</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>{done} of {count} scheduled rounds done</source>
            <translation>计划巡检 {count} 次，已完成 {done} 次</translation>
        </message>
        <message>
            <source>Open corrective actions</source>
            <translation>未完成整改</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>另有 {count} 项</translation>
        </message>
        <message>
            <source>Touchpoints this week</source>
            <translation>本周接触点达标率</translation>
        </message>
        <message>
            <source>After the first round you see here how well each touchpoint keeps its standard.</source>
            <translation>完成第一次巡检后，这里显示各接触点的达标情况。</translation>
        </message>
        <message>
            <source>Nothing is open. A failed item appears here with who puts it right and until when.</source>
            <translation>没有未完成的整改。不达标的检查项会显示在这里，注明责任人和期限。</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>to be checked again</source>
            <translation>待复查</translation>
        </message>
        <message>
            <source>Meanwhile {staff} answered this item; what you type stays.</source>
            <translation>{staff} 刚刚也填了本项；您正在输入的内容会保留。</translation>
        </message>
        <message>
            <source>Open in the self-evaluation</source>
            <translation>到服务自评中填写</translation>
        </message>
        <message>
            <source>Nothing is found for “{words}”</source>
            <translation>没有找到“{words}”</translation>
        </message>
        <message>
            <source>Fewer letters find more. Esc goes back.</source>
            <translation>可减少几个字再找，按 Esc 返回。</translation>
        </message>
        <message>
            <source>There are none yet</source>
            <translation>暂无记录</translation>
        </message>
        <message>
            <source>Finished rounds are found here later.</source>
            <translation>完成的巡检以后可在这里查找。</translation>
        </message>
        <message>
            <source>All answers</source>
            <translation>逐项结果</translation>
        </message>
        <message>
            <source>{count} item has no answer yet.</source>
            <translation>还有 {count} 项未作答。</translation>
        </message>
        <message>
            <source>{count} day</source>
            <translation>{count} 天</translation>
        </message>
        <message>
            <source>{count} item</source>
            <translation>{count} 项</translation>
        </message>
        <message>
            <source>Reading the rounds …</source>
            <translation>正在读取巡检……</translation>
        </message>
    </context>
    <context>
        <name>Screens</name>
        <message>
            <source>Floor</source>
            <translation>现场</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Read in a file</source>
            <translation>导入文件</translation>
        </message>
        <message>
            <source>Settings of the sources</source>
            <translation>来源设置</translation>
        </message>
        <message>
            <source>Back to the sources</source>
            <translation>返回来源</translation>
        </message>
        <message>
            <source>A counter and what is done with it</source>
            <translation>选择窗口及其操作</translation>
        </message>
        <message>
            <source>Call next at the chosen counter</source>
            <translation>所选窗口叫下一位</translation>
        </message>
        <message>
            <source>Call again, start, finish, no-show</source>
            <translation>重呼、开始办理、办结、过号</translation>
        </message>
        <message>
            <source>Hold, transfer</source>
            <translation>挂起、转号</translation>
        </message>
        <message>
            <source>Pause or resume, services of the counter</source>
            <translation>暂停或恢复、窗口业务</translation>
        </message>
        <message>
            <source>Open, close, answer a counter</source>
            <translation>开启、关闭、应答窗口</translation>
        </message>
        <message>
            <source>Go through customers and counters</source>
            <translation>逐个查看客户和窗口</translation>
        </message>
        <message>
            <source>Open the ticket or counter</source>
            <translation>打开号票或窗口</translation>
        </message>
        <message>
            <source>A minute back or on (Shift: a quarter of an hour)</source>
            <translation>后退或前进一分钟（Shift：一刻钟）</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>播放或暂停</translation>
        </message>
        <message>
            <source>The day before; PgDn: the day after</source>
            <translation>前一天；PgDn：后一天</translation>
        </message>
        <message>
            <source>To the longest wait</source>
            <translation>跳到最长等候</translation>
        </message>
        <message>
            <source>To the next wait beyond the target</source>
            <translation>跳到下一次超时</translation>
        </message>
        <message>
            <source>To the next note</source>
            <translation>跳到下一条记录</translation>
        </message>
        <message>
            <source>To the next time a source was not seen</source>
            <translation>跳到下一次来源中断</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>回到实时</translation>
        </message>
        <message>
            <source>Fairness</source>
            <translation>叫号公平</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Choose a day from the calendar</source>
            <translation>从日历选择日期</translation>
        </message>
        <message>
            <source>Save the list as a file</source>
            <translation>导出清单</translation>
        </message>
        <message>
            <source>Print the calling rule for the wall</source>
            <translation>打印张贴用叫号规则</translation>
        </message>
        <message>
            <source>Show all again; then back to the floor</source>
            <translation>显示全部；再按回到现场</translation>
        </message>
        <message>
            <source>Who was called ahead of others that day</source>
            <translation>当日谁先于他人被叫号</translation>
        </message>
        <message>
            <source>Rounds</source>
            <translation>巡检</translation>
        </message>
        <message>
            <source>Registers</source>
            <translation>台账</translation>
        </message>
        <message>
            <source>A new record; Ctrl+Enter saves it</source>
            <translation>新增记录；Ctrl+Enter 保存</translation>
        </message>
        <message>
            <source>The register before; ]: the next one</source>
            <translation>上一个台账；]：下一个</translation>
        </message>
        <message>
            <source>Find in this register</source>
            <translation>在本台账中查找</translation>
        </message>
        <message>
            <source>The first way on of the open record; 2, 3: the others</source>
            <translation>当前记录的第一个流转动作；2、3：其他动作</translation>
        </message>
        <message>
            <source>Add a note</source>
            <translation>添加备注</translation>
        </message>
        <message>
            <source>Print the record</source>
            <translation>打印记录</translation>
        </message>
        <message>
            <source>Change all selected records (Shift+Down or Ctrl+A selects)</source>
            <translation>批量更改所选记录（Shift+↓或Ctrl+A选择）</translation>
        </message>
        <message>
            <source>Close the record; show all again; then back to the floor</source>
            <translation>关闭记录；恢复列表；再按回到现场</translation>
        </message>
        <message>
            <source>Met, not met, does not apply; a score or choice by its digit</source>
            <translation>达标、不达标、不适用；评分或选项按数字</translation>
        </message>
        <message>
            <source>Does not apply, where digits are the answer</source>
            <translation>不适用（数字作答的检查项）</translation>
        </message>
        <message>
            <source>The item above or below</source>
            <translation>上一项、下一项</translation>
        </message>
        <message>
            <source>A note on the item</source>
            <translation>给本项写备注</translation>
        </message>
        <message>
            <source>A photo from the clipboard</source>
            <translation>从剪贴板粘贴照片</translation>
        </message>
        <message>
            <source>Sign and finish the round</source>
            <translation>签字并完成巡检</translation>
        </message>
        <message>
            <source>Hand over, give up</source>
            <translation>移交、中止</translation>
        </message>
        <message>
            <source>Begin the round that is chosen</source>
            <translation>开始所选巡检</translation>
        </message>
        <message>
            <source>A voluntary round</source>
            <translation>临时巡检</translation>
        </message>
        <message>
            <source>Past rounds</source>
            <translation>历史巡检</translation>
        </message>
        <message>
            <source>To today's list; then back to the floor</source>
            <translation>回今日清单；再按回现场</translation>
        </message>
        <message>
            <source>Briefings</source>
            <translation>例会</translation>
        </message>
        <message>
            <source>Journey</source>
            <translation>触点</translation>
        </message>
        <message>
            <source>Reports</source>
            <translation>报表</translation>
        </message>
        <message>
            <source>Standards</source>
            <translation>标准库</translation>
        </message>
        <message>
            <source>Begin the meeting that is chosen</source>
            <translation>开始所选会议</translation>
        </message>
        <message>
            <source>Go on with it, full screen</source>
            <translation>全屏继续会议</translation>
        </message>
        <message>
            <source>Another meeting</source>
            <translation>其他会议</translation>
        </message>
        <message>
            <source>Print the minutes, save them as PDF</source>
            <translation>打印纪要、存为 PDF</translation>
        </message>
        <message>
            <source>Presenting: the section before, the next, the next page</source>
            <translation>投屏时：上一节、下一节、翻页</translation>
        </message>
        <message>
            <source>Presenting: attendance, a task, words on the section</source>
            <translation>投屏时：签到、记任务、写记录</translation>
        </message>
        <message>
            <source>Presenting: end the meeting</source>
            <translation>投屏时：结束会议</translation>
        </message>
        <message>
            <source>Leave the presentation; to the list; then back to the floor</source>
            <translation>退出投屏；回列表；再回现场</translation>
        </message>
        <message>
            <source>The family before; ]: the next one</source>
            <translation>上一类；]：下一类</translation>
        </message>
        <message>
            <source>Find in all standards</source>
            <translation>在全部标准中查找</translation>
        </message>
        <message>
            <source>The preview in the other language</source>
            <translation>用另一种语言预览</translation>
        </message>
        <message>
            <source>Keep what was written; Ctrl+M: to what is still wrong</source>
            <translation>保存所写内容；Ctrl+M：转到要改之处</translation>
        </message>
        <message>
            <source>A new one of this family; C: a copy of this one</source>
            <translation>新建同类内容；C：复制此项</translation>
        </message>
        <message>
            <source>Retire it, or use it again</source>
            <translation>停用，或恢复使用</translation>
        </message>
        <message>
            <source>Save standards as a file; I: read some from one</source>
            <translation>将标准导出为文件；I：从文件导入</translation>
        </message>
        <message>
            <source>Back to the list; show all again; then back to the floor</source>
            <translation>返回列表；显示全部；再返回现场</translation>
        </message>
        <message>
            <source>Save the list as CSV or XLSX; I: read records from such a file</source>
            <translation>清单另存为 CSV 或 XLSX；I：从此类文件导入记录</translation>
        </message>
        <message>
            <source>Day; W: week; M: month</source>
            <translation>按日；W：按周；M：按月</translation>
        </message>
        <message>
            <source>The time before; PgDn: the time after</source>
            <translation>上一时段；PgDn：下一时段</translation>
        </message>
        <message>
            <source>Save as PDF; X: workbook; V: CSV; P: print</source>
            <translation>保存为 PDF；X：工作簿；V：CSV；P：打印</translation>
        </message>
        <message>
            <source>From the rows back to the report; then to the floor</source>
            <translation>从明细返回报表；再按回到现场</translation>
        </message>
        <message>
            <source>On paper: print, type in or read the card</source>
            <translation>纸质卡：打印、键入或识别</translation>
        </message>
        <message>
            <source>Walk the path; Up and Down: what is above or below</source>
            <translation>沿触点前后走；上下键：上方或下方</translation>
        </message>
        <message>
            <source>To the evidence of the touchpoint; Enter again opens it</source>
            <translation>到该触点的依据；再按回车打开</translation>
        </message>
        <message>
            <source>The next blind spot</source>
            <translation>下一个盲区</translation>
        </message>
        <message>
            <source>Week, month, quarter</source>
            <translation>周、月、季</translation>
        </message>
        <message>
            <source>Journey or self-evaluation</source>
            <translation>触点地图或服务自评</translation>
        </message>
        <message>
            <source>Self-evaluation: take off so many half points; X: does not apply</source>
            <translation>服务自评：按0.5分扣减；X：不适用</translation>
        </message>
        <message>
            <source>Self-evaluation: the quarter before, the next one</source>
            <translation>服务自评：上一季、下一季</translation>
        </message>
        <message>
            <source>Back to the path; then to the floor</source>
            <translation>回到触点；再回现场</translation>
        </message>
        <message>
            <source>Emergency</source>
            <translation>应急</translation>
        </message>
        <message>
            <source>Start the plan that fits best</source>
            <translation>启动最匹配的预案</translation>
        </message>
        <message>
            <source>The step is done</source>
            <translation>步骤完成</translation>
        </message>
        <message>
            <source>The step cannot be done, and why</source>
            <translation>无法完成及原因</translation>
        </message>
        <message>
            <source>Make small: the plan goes on</source>
            <translation>最小化：预案继续</translation>
        </message>
        <message>
            <source>Incidents</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>Choose a way on, or an answer</source>
            <translation>选择分支或答案</translation>
        </message>
        <message>
            <source>Note, photo</source>
            <translation>记一笔、拍照</translation>
        </message>
        <message>
            <source>Back a step; the most urgent report was made</source>
            <translation>退回一步；最急的一项已上报</translation>
        </message>
        <message>
            <source>The call was answered, was not answered</source>
            <translation>电话已接通、无人接</translation>
        </message>
        <message>
            <source>What the step may do on the floor, and back</source>
            <translation>本步可在现场执行的操作、撤回</translation>
        </message>
        <message>
            <source>Roles, command, add a step, grade</source>
            <translation>角色、指挥、补记步骤、定级</translation>
        </message>
        <message>
            <source>Calm view, another plan, next tab</source>
            <translation>简洁模式、其他预案、下一标签</translation>
        </message>
        <message>
            <source>End the plan before its end</source>
            <translation>提前结束预案</translation>
        </message>
        <message>
            <source>Write in its log</source>
            <translation>写入日志</translation>
        </message>
        <message>
            <source>Report upward; D: the ICS pages</source>
            <translation>向上报告；D：ICS表单</translation>
        </message>
        <message>
            <source>Grade it, it is over, not over after all</source>
            <translation>定级、结束、重新打开</translation>
        </message>
        <message>
            <source>Start a plan, corrective action, evidence</source>
            <translation>启动预案、整改、证据</translation>
        </message>
        <message>
            <source>Keep a picture or files of the clipboard as evidence</source>
            <translation>将剪贴板中的图片或文件留存为证据</translation>
        </message>
        <message>
            <source>Find an incident</source>
            <translation>查找事件</translation>
        </message>
        <message>
            <source>Back: form, report, filters</source>
            <translation>返回：表单、报告、筛选</translation>
        </message>
        <message>
            <source>Drills</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Reviews</source>
            <translation>复盘</translation>
        </message>
        <message>
            <source>Risks</source>
            <translation>风险</translation>
        </message>
        <message>
            <source>Who was absent confirms having read the minutes</source>
            <translation>缺席人员补阅纪要</translation>
        </message>
        <message>
            <source>Preview; 2: edit; 3: history; 4: update; 5: walk a plan</source>
            <translation>预览；2：编辑；3：历史；4：更新；5：推演预案</translation>
        </message>
        <message>
            <source>Writing a plan: its steps; G: drawn; P: numbers; E: the rest; T: walk it</source>
            <translation>编写预案：步骤；G：流程图；P：电话；E：其他；T：推演</translation>
        </message>
        <message>
            <source>Calendar, coverage, printed set</source>
            <translation>演练日历、覆盖情况、张贴资料</translation>
        </message>
        <message>
            <source>Plan a drill for the quietest time</source>
            <translation>在最清闲的时段安排演练</translation>
        </message>
        <message>
            <source>Begin now, at the table, on the worst day</source>
            <translation>立即开始、桌面推演、按最忙日演练</translation>
        </message>
        <message>
            <source>Go on, another time, call off</source>
            <translation>继续、改期、取消</translation>
        </message>
        <message>
            <source>Score, review, drill sheet</source>
            <translation>评分、复盘、演练单</translation>
        </message>
        <message>
            <source>In a drill: met, not met; D shows what is expected</source>
            <translation>演练中：达标、未达标；D 显示应有处置</translation>
        </message>
        <message>
            <source>A real emergency: away from the drill at once</source>
            <translation>真实事件：立即离开演练</translation>
        </message>
        <message>
            <source>Find a plan</source>
            <translation>查找预案</translation>
        </message>
        <message>
            <source>Back: form, score, search</source>
            <translation>返回：表单、评分、查找</translation>
        </message>
        <message>
            <source>Head count at the assembly point</source>
            <translation>集合点清点人数</translation>
        </message>
        <message>
            <source>One hand: cannot, note, reported, back, floor, answered; more</source>
            <translation>单手：不能做、记事、已上报、退回、厅堂、已接通；更多</translation>
        </message>
        <message>
            <source>Among the tiles: type in paper numbers</source>
            <translation>在预案列表中：补录纸号</translation>
        </message>
        <message>
            <source>Link it with a ticket, a record, a risk</source>
            <translation>关联号票、台账记录或风险</translation>
        </message>
        <message>
            <source>Its after-action review, once it is over</source>
            <translation>结束后的复盘</translation>
        </message>
        <message>
            <source>Reviews, lessons, plans in turn</source>
            <translation>切换复盘、改进项、预案复核</translation>
        </message>
        <message>
            <source>Rate the row one is on; N: to the next that is not rated</source>
            <translation>评定所在行；N到下一个未评项</translation>
        </message>
        <message>
            <source>Add a lesson</source>
            <translation>新增改进项</translation>
        </message>
        <message>
            <source>Sign the review; the plan is right as it is</source>
            <translation>签署复盘；预案复核无需修改</translation>
        </message>
        <message>
            <source>Correct what was signed, save a PDF, to the incident</source>
            <translation>更正已签内容、存PDF、查看事件</translation>
        </message>
        <message>
            <source>Lesson: change the plan, close it, do not adopt it, reopen it</source>
            <translation>改进项：改预案、销项、不采纳、重新打开</translation>
        </message>
        <message>
            <source>Back: form, list, floor</source>
            <translation>返回：表单、列表、大堂</translation>
        </message>
        <message>
            <source>Risks and gaps in turn</source>
            <translation>切换风险与缺口</translation>
        </message>
        <message>
            <source>To the map: arrow keys, Enter opens a field</source>
            <translation>到矩阵：方向键移动，回车打开一格</translation>
        </message>
        <message>
            <source>Rate, add a control, add an action</source>
            <translation>评定、新增措施、新增整改</translation>
        </message>
        <message>
            <source>To the plan; it does not apply here</source>
            <translation>查看预案；本厅不适用</translation>
        </message>
        <message>
            <source>Add a risk of this hall</source>
            <translation>新增本厅风险</translation>
        </message>
        <message>
            <source>Back: form, field, list, floor</source>
            <translation>返回：表单、格子、列表、大堂</translation>
        </message>
        <message>
            <source>Self-evaluation: sign the complete chapter; E: evidence; A: action</source>
            <translation>服务自评：本章评完后签字；E：依据；A：整改</translation>
        </message>
        <message>
            <source>The standard above; ↓: below; Enter: into it</source>
            <translation>上一项；↓：下一项；Enter：进入</translation>
        </message>
        <message>
            <source>In the history: approve, do not approve, walk it</source>
            <translation>历史页：批准、不批准、推演</translation>
        </message>
        <message>
            <source>The drill above; ↓: below</source>
            <translation>上一个演练；↓：下一个</translation>
        </message>
        <message>
            <source>The line above; ↓: below; Enter: the ticket's story</source>
            <translation>上一行；↓：下一行；Enter：查看该号经过</translation>
        </message>
        <message>
            <source>The incident above; ↓: below</source>
            <translation>上一起事件；↓：下一起</translation>
        </message>
        <message>
            <source>The record above; ↓: below; Enter: fill in its fields</source>
            <translation>上一条；↓：下一条；Enter：填写内容</translation>
        </message>
        <message>
            <source>The report above; ↓: below (in the list)</source>
            <translation>上一个报表；↓：下一个（在列表中）</translation>
        </message>
        <message>
            <source>The line above; ↓: below; Enter goes into it</source>
            <translation>上一行；↓：下一行；Enter：进入</translation>
        </message>
        <message>
            <source>The line above; ↓: below; Enter goes into it, or mends a gap</source>
            <translation>上一行；↓：下一行；Enter：进入，或去处理缺口</translation>
        </message>
        <message>
            <source>Printed set: print what is out of date, phones, PDFs, one file</source>
            <translation>张贴资料：打印过期资料、电话表、PDF 文件、单个网页文件</translation>
        </message>
        <message>
            <source>In a score: the drill is over, who took part</source>
            <translation>评分页：结束演练、参演人员</translation>
        </message>
        <message>
            <source>Everything else that can be done, with its letter</source>
            <translation>更多操作，各有字母键</translation>
        </message>
        <message>
            <source>Who sits there and what they may do</source>
            <translation>窗口由谁办理、可办哪些业务</translation>
        </message>
        <message>
            <source>Lesson: where it came from</source>
            <translation>改进项：查看来源</translation>
        </message>
    </context>
    <context>
        <name>Search</name>
        <message>
            <source>Ticket</source>
            <translation>号票</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Screen</source>
            <translation>界面</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>Ticket, counter, service, screen, setting or command</source>
            <translation>号票、窗口、业务、界面、设置或操作</translation>
        </message>
        <message>
            <source>Find anything</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>查找结果</translation>
        </message>
        <message>
            <source>Nothing found for “{words}”</source>
            <translation>没有找到“{words}”</translation>
        </message>
        <message>
            <source>Tickets are found by their number, on any day; everything else by a part of its name.</source>
            <translation>号票按号码查找，不限日期；其他内容输入名称的一部分即可。</translation>
        </message>
        <message>
            <source>Who was called ahead of others, and who paid</source>
            <translation>谁先于他人被叫号，谁因此多等</translation>
        </message>
        <message>
            <source>Emergency plan</source>
            <translation>应急预案</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已关闭</translation>
        </message>
        <message>
            <source>Risk</source>
            <translation>风险</translation>
        </message>
        <message>
            <source>Lesson</source>
            <translation>改进项</translation>
        </message>
    </context>
    <context>
        <name>Secrets</name>
        <message>
            <source>Secrets of the senders</source>
            <translation>发送方密钥</translation>
        </message>
        <message>
            <source>Add a webhook under “Queue sources” first; its secret is made here.</source>
            <translation>请先在“排队来源”中添加推送入口，再在此生成密钥。</translation>
        </message>
        <message>
            <source>Kept in this computer's keyring or encrypted; never in the settings file.</source>
            <translation>保存在本机钥匙串或加密文件中，不写入设置文件。</translation>
        </message>
        <message>
            <source>&lt;this computer&gt;</source>
            <translation>&lt;本机地址&gt;</translation>
        </message>
        <message>
            <source>Events are posted to {address}</source>
            <translation>事件推送地址：{address}</translation>
        </message>
        <message>
            <source>The source works.</source>
            <translation>来源正常。</translation>
        </message>
        <message>
            <source>The source is being started.</source>
            <translation>来源正在启动。</translation>
        </message>
        <message>
            <source>New signing secret</source>
            <translation>新签名密钥</translation>
        </message>
        <message>
            <source>New bearer token</source>
            <translation>新访问令牌</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Noted, hide it</source>
            <translation>已记下，隐藏</translation>
        </message>
        <message>
            <source>Keep the password</source>
            <translation>保存密码</translation>
        </message>
        <message>
            <source>New password</source>
            <translation>新密码</translation>
        </message>
        <message>
            <source>Shown this once: enter it at the sender now. The former one no longer works.</source>
            <translation>仅显示这一次：请立即填入发送方。旧的已失效。</translation>
        </message>
        <message>
            <source>The password is kept; the source connects again.</source>
            <translation>密码已保存，来源正在重新连接。</translation>
        </message>
        <message>
            <source>Passwords of the sources</source>
            <translation>来源密码</translation>
        </message>
        <message>
            <source>A source that logs in (database, queue server, broker) gets its password here.</source>
            <translation>需要登录的来源（数据库、排队服务器、MQTT 服务器）在此填写密码。</translation>
        </message>
        <message>
            <source>A new secret replaces the former one at once: until the sender has it too, its posts are refused.</source>
            <translation>新密钥立即取代旧密钥：推送方换上新密钥之前，其推送会被拒绝。</translation>
        </message>
    </context>
    <context>
        <name>SetUp</name>
        <message>
            <source>Our hall</source>
            <translation>本网点</translation>
        </message>
        <message>
            <source>As this computer</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Your hall</source>
            <translation>您的网点</translation>
        </message>
        <message>
            <source>Everything here can be changed later in the settings.</source>
            <translation>这里的内容以后都可以在设置中修改。</translation>
        </message>
        <message>
            <source>Step {step} of {steps}</source>
            <translation>第 {step} 步，共 {steps} 步</translation>
        </message>
        <message>
            <source>Bank branch</source>
            <translation>银行</translation>
        </message>
        <message>
            <source>Telecom hall</source>
            <translation>通信营业厅</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>高对比度</translation>
        </message>
        <message>
            <source>Name of the hall</source>
            <translation>网点名称</translation>
        </message>
        <message>
            <source>Shown on top, on slips and on the wall.</source>
            <translation>显示在顶栏、号票和叫号屏上。</translation>
        </message>
        <message>
            <source>Kind of hall</source>
            <translation>网点类型</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Queues and counters</source>
            <translation>队列与窗口</translation>
        </message>
        <message>
            <source>The target is the wait within which a customer should be called.</source>
            <translation>目标是客户应在多长等候时间内被叫到。</translation>
        </message>
        <message>
            <source>Target of {queue}</source>
            <translation>{queue}的目标</translation>
        </message>
        <message>
            <source>Counters</source>
            <translation>窗口数</translation>
        </message>
        <message>
            <source>Opening hours</source>
            <translation>营业时间</translation>
        </message>
        <message>
            <source>Open at weekends</source>
            <translation>周末营业</translation>
        </message>
        <message>
            <source>Opens at</source>
            <translation>开门时间</translation>
        </message>
        <message>
            <source>Closes at</source>
            <translation>关门时间</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>上一步</translation>
        </message>
        <message>
            <source>Switch on at least one queue.</source>
            <translation>请至少启用一个队列。</translation>
        </message>
        <message>
            <source>The hall has to open before it closes.</source>
            <translation>开门时间必须早于关门时间。</translation>
        </message>
        <message>
            <source>Recovery key of this hall</source>
            <translation>本网点恢复密钥</translation>
        </message>
        <message>
            <source>Save the recovery key</source>
            <translation>保存恢复密钥</translation>
        </message>
        <message>
            <source>That could not be saved: {reason}</source>
            <translation>未能保存：{reason}</translation>
        </message>
        <message>
            <source>Queue source and recovery key</source>
            <translation>排队来源与恢复密钥</translation>
        </message>
        <message>
            <source>The own desk works at once; a queue machine can be connected any time.</source>
            <translation>本台取号马上可用；排队机随时可以接入。</translation>
        </message>
        <message>
            <source>Own desk</source>
            <translation>本台取号</translation>
        </message>
        <message>
            <source>Queue machine</source>
            <translation>排队机</translation>
        </message>
        <message>
            <source>Numbers come from</source>
            <translation>号码来自</translation>
        </message>
        <message>
            <source>Own desk: numbers are given and called here.</source>
            <translation>本台取号：在这里取号、叫号。</translation>
        </message>
        <message>
            <source>Kind of machine</source>
            <translation>排队机型号</translation>
        </message>
        <message>
            <source>Its address and password are filled in under Settings, Queue sources.</source>
            <translation>地址和密码在“设置 · 排队来源”中填写。</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>This computer keeps no keys, so the passphrase is asked at every start.</source>
            <translation>这台电脑不保管密钥，每次启动都会询问口令。</translation>
        </message>
        <message>
            <source>Passphrase again</source>
            <translation>再次输入口令</translation>
        </message>
        <message>
            <source>Recovery key</source>
            <translation>恢复密钥</translation>
        </message>
        <message>
            <source>The records are encrypted. With this key they can be read on another computer; it is shown only now. Print it and lock it away.</source>
            <translation>记录已加密。换电脑时凭此密钥读取；密钥只显示这一次，请打印后锁好。</translation>
        </message>
        <message>
            <source>It is shown here once the passphrase is set.</source>
            <translation>设好口令后在这里显示。</translation>
        </message>
        <message>
            <source>The key is being made…</source>
            <translation>正在生成密钥…</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Open the floor</source>
            <translation>进入现场</translation>
        </message>
        <message>
            <source>The hall needs a name.</source>
            <translation>请填写网点名称。</translation>
        </message>
        <message>
            <source>The passphrase needs at least {count} characters.</source>
            <translation>口令至少 {count} 个字符。</translation>
        </message>
        <message>
            <source>The two passphrases differ.</source>
            <translation>两次输入的口令不一致。</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>正在打开…</translation>
        </message>
        <message>
            <source>The records are locked</source>
            <translation>记录已上锁</translation>
        </message>
        <message>
            <source>This computer keeps no keys. Enter the passphrase of this hall.</source>
            <translation>这台电脑不保管密钥，请输入本网点的口令。</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>That passphrase does not fit. Try again.</source>
            <translation>口令不对，请再试一次。</translation>
        </message>
        <message>
            <source>The hall could not be opened</source>
            <translation>未能打开网点数据</translation>
        </message>
        <message>
            <source>A report was kept: {file}</source>
            <translation>已保存报告：{file}</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>{path} cannot be used: {reason}</source>
            <translation>{path} 无法使用：{reason}</translation>
        </message>
        <message>
            <source>The program met a defect. What was recorded is safe in the data folder.</source>
            <translation>程序出现故障。已记录的内容安全保存在数据文件夹中。</translation>
        </message>
        <message>
            <source>First set-up</source>
            <translation>首次设置</translation>
        </message>
        <message>
            <source>This key is whole, but of another hall. Look for the sheet of this hall.</source>
            <translation>这把恢复密钥完整，但属于另一个网点。请找本网点的那一张。</translation>
        </message>
        <message>
            <source>The key could not be kept that way; nothing was changed.</source>
            <translation>密钥未能这样保管，没有作任何更改。</translation>
        </message>
        <message>
            <source>This hall has records and its key already; only its settings were lost. Nothing of it changes, and the recovery key printed then stays valid.</source>
            <translation>本网点已有记录和密钥，只是设置丢失。密钥不变，当初打印的恢复密钥仍然有效。</translation>
        </message>
        <message>
            <source>An earlier set-up was broken off: if a key was printed then, it is void; keep this one.</source>
            <translation>上次设置曾中断：那时如打印过恢复密钥，已作废，请保管这一张。</translation>
        </message>
        <message>
            <source>Use the recovery key</source>
            <translation>使用恢复密钥</translation>
        </message>
        <message>
            <source>No recovery key has the sign {sign}. Compare it with the sheet.</source>
            <translation>恢复密钥中没有“{sign}”这个字符，请与纸上核对。</translation>
        </message>
        <message>
            <source>That is {count} signs; a recovery key has {all}.</source>
            <translation>已输入 {count} 个字符，恢复密钥只有 {all} 个。</translation>
        </message>
        <message>
            <source>{count} of {all} signs. Capitals, spaces and dashes do not matter.</source>
            <translation>已输入 {count} / {all} 个字符。大小写、空格、横线均不影响。</translation>
        </message>
        <message>
            <source>One of the signs is wrong: the check sign at the end does not fit. Compare each group.</source>
            <translation>有字符不对：与末尾的校验字符不符，请逐组核对。</translation>
        </message>
        <message>
            <source>All {all} signs are there.</source>
            <translation>{all} 个字符已齐。</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>正在核对…</translation>
        </message>
        <message>
            <source>Open with the recovery key</source>
            <translation>用恢复密钥打开</translation>
        </message>
        <message>
            <source>It is on the sheet printed when this hall was set up, in groups of four signs.</source>
            <translation>恢复密钥印在本网点首次设置时打印的纸上，每四个字符一组。</translation>
        </message>
        <message>
            <source>The recovery key fits</source>
            <translation>恢复密钥正确</translation>
        </message>
        <message>
            <source>The sheet stays valid: lock it away again.</source>
            <translation>这张恢复密钥仍然有效，请重新锁好。</translation>
        </message>
        <message>
            <source>From now on this computer's keyring keeps the key, and the hall opens by itself.</source>
            <translation>今后由本机密钥环保管密钥，启动时自动打开。</translation>
        </message>
        <message>
            <source>Keep it in the keyring</source>
            <translation>存入密钥环</translation>
        </message>
        <message>
            <source>Set a passphrase instead</source>
            <translation>改为设置口令</translation>
        </message>
        <message>
            <source>Set a new passphrase; it is asked at every start. The former one is void.</source>
            <translation>请设置新口令，每次启动时输入。旧口令作废。</translation>
        </message>
        <message>
            <source>Set it and open</source>
            <translation>设置并打开</translation>
        </message>
        <message>
            <source>Use the keyring instead</source>
            <translation>改用密钥环</translation>
        </message>
        <message>
            <source>New passphrase</source>
            <translation>新口令</translation>
        </message>
        <message>
            <source>at least {count} characters</source>
            <translation>至少 {count} 个字符</translation>
        </message>
        <message>
            <source>Emergency plans</source>
            <translation>应急预案</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Changes at once.</source>
            <translation>立即生效。</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>System follows the desktop.</source>
            <translation>“跟随系统”随桌面变化。</translation>
        </message>
        <message>
            <source>Text size (%)</source>
            <translation>字号（%）</translation>
        </message>
        <message>
            <source>100 to 200 percent, for screens read from afar.</source>
            <translation>100% 到 200%，适合远看的屏幕。</translation>
        </message>
        <message>
            <source>Sound for “act now”</source>
            <translation>“立即处理”提示音</translation>
        </message>
        <message>
            <source>One short tone when a customer has waited too long.</source>
            <translation>有客户等候超时，响一声。</translation>
        </message>
        <message>
            <source>Speak calls</source>
            <translation>语音叫号</translation>
        </message>
        <message>
            <source>Languages of a call</source>
            <translation>叫号语言</translation>
        </message>
        <message>
            <source>Spoken one after the other.</source>
            <translation>依次播报。</translation>
        </message>
        <message>
            <source>Times a call is spoken</source>
            <translation>每次叫号播报遍数</translation>
        </message>
        <message>
            <source>Voice</source>
            <translation>语音</translation>
        </message>
        <message>
            <source>Bundled recordings, or the voice of this computer.</source>
            <translation>自带录音，或本机语音。</translation>
        </message>
        <message>
            <source>Say 幺 for 1</source>
            <translation>1 读作“幺”</translation>
        </message>
        <message>
            <source>Volume (%)</source>
            <translation>音量（%）</translation>
        </message>
        <message>
            <source>Ticket printer</source>
            <translation>号票打印机</translation>
        </message>
        <message>
            <source>None: the number is told or written by hand.</source>
            <translation>无：口头告知或手写号码。</translation>
        </message>
        <message>
            <source>Printer address</source>
            <translation>打印机地址</translation>
        </message>
        <message>
            <source>Host or host:port, device file, or the system printer's name.</source>
            <translation>主机或主机:端口、设备文件，或系统打印机名称。</translation>
        </message>
        <message>
            <source>How Chinese is sent</source>
            <translation>中文发送方式</translation>
        </message>
        <message>
            <source>Bitmap works on every model, a little slower.</source>
            <translation>图片方式各型号通用，稍慢。</translation>
        </message>
        <message>
            <source>Paper width (mm)</source>
            <translation>纸宽（毫米）</translation>
        </message>
        <message>
            <source>Show the wall display</source>
            <translation>显示叫号屏</translation>
        </message>
        <message>
            <source>Monitor</source>
            <translation>显示器</translation>
        </message>
        <message>
            <source>Name of the monitor; empty: the second one.</source>
            <translation>显示器名称；留空为第二台。</translation>
        </message>
        <message>
            <source>Show the expected wait</source>
            <translation>显示预计等候</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>Reachable from the local network</source>
            <translation>局域网可访问</translation>
        </message>
        <message>
            <source>Otherwise from this computer only.</source>
            <translation>否则仅限本机。</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Profile</source>
            <translation>配置档</translation>
        </message>
        <message>
            <source>Name of a shipped profile, or the path of a profile file.</source>
            <translation>自带配置档的名称，或配置档文件路径。</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>Lost after (s)</source>
            <translation>失联判定（秒）</translation>
        </message>
        <message>
            <source>Nightly backup at</source>
            <translation>每晚备份时间</translation>
        </message>
        <message>
            <source>Backups kept</source>
            <translation>保留备份数</translation>
        </message>
        <message>
            <source>Second backup folder</source>
            <translation>第二备份文件夹</translation>
        </message>
        <message>
            <source>A share or a stick; empty: none.</source>
            <translation>共享文件夹或 U 盘；留空则不用。</translation>
        </message>
        <message>
            <source>Look and sound</source>
            <translation>外观与声音</translation>
        </message>
        <message>
            <source>Spoken calls</source>
            <translation>语音叫号</translation>
        </message>
        <message>
            <source>Ticket slips</source>
            <translation>号票打印</translation>
        </message>
        <message>
            <source>Wall display</source>
            <translation>叫号屏</translation>
        </message>
        <message>
            <source>Call pads of the counters</source>
            <translation>窗口叫号器</translation>
        </message>
        <message>
            <source>Webhook for queue systems</source>
            <translation>排队系统推送入口</translation>
        </message>
        <message>
            <source>Queue sources</source>
            <translation>排队来源</translation>
        </message>
        <message>
            <source>Backup</source>
            <translation>备份</translation>
        </message>
        <message>
            <source>Name in Chinese</source>
            <translation>中文名称</translation>
        </message>
        <message>
            <source>Name in English</source>
            <translation>英文名称</translation>
        </message>
        <message>
            <source>Branch code</source>
            <translation>网点编号</translation>
        </message>
        <message>
            <source>Kind of hall</source>
            <translation>网点类型</translation>
        </message>
        <message>
            <source>Owed a recovery after</source>
            <translation>等候多久应服务补救</translation>
        </message>
        <message>
            <source>Whoever waits this long is offered a service recovery.</source>
            <translation>等候达到此时长的客户应得到服务补救。</translation>
        </message>
        <message>
            <source>Business day begins at</source>
            <translation>营业日起点</translation>
        </message>
        <message>
            <source>Numbers begin again then; choose an hour when the hall is shut.</source>
            <translation>号码从此刻重新开始；请选择关门后的时间。</translation>
        </message>
        <message>
            <source>Time zone</source>
            <translation>时区</translation>
        </message>
        <message>
            <source>Called within</source>
            <translation>等候目标</translation>
        </message>
        <message>
            <source>Usual handling time</source>
            <translation>通常办理时长</translation>
        </message>
        <message>
            <source>Assumed until enough has been measured.</source>
            <translation>实测数据足够之前按此估算。</translation>
        </message>
        <message>
            <source>Letter before the number</source>
            <translation>号码前的字母</translation>
        </message>
        <message>
            <source>Digits</source>
            <translation>位数</translation>
        </message>
        <message>
            <source>First number</source>
            <translation>起始号</translation>
        </message>
        <message>
            <source>Last number</source>
            <translation>最大号</translation>
        </message>
        <message>
            <source>Begins again</source>
            <translation>重新编号</translation>
        </message>
        <message>
            <source>Kept for paper tickets</source>
            <translation>留给纸质号票</translation>
        </message>
        <message>
            <source>Ranges the desk never gives, e.g. 500-599.</source>
            <translation>本台不发放的号段，例如 500-599。</translation>
        </message>
        <message>
            <source>Kept for a take-over</source>
            <translation>留给接管时使用</translation>
        </message>
        <message>
            <source>Given by the own desk while the queue machine is lost.</source>
            <translation>排队机失联期间由本台发放。</translation>
        </message>
        <message>
            <source>Number on the wall</source>
            <translation>窗口号</translation>
        </message>
        <message>
            <source>Services, in order</source>
            <translation>办理业务（按顺序）</translation>
        </message>
        <message>
            <source>The first pressed is preferred.</source>
            <translation>先点的优先。</translation>
        </message>
        <message>
            <source>Head start of the elderly</source>
            <translation>老年客户提前</translation>
        </message>
        <message>
            <source>Head start of the disabled</source>
            <translation>残障客户提前</translation>
        </message>
        <message>
            <source>Head start of the pregnant</source>
            <translation>孕妇提前</translation>
        </message>
        <message>
            <source>Head start with an infant</source>
            <translation>携婴客户提前</translation>
        </message>
        <message>
            <source>Head start of priority customers</source>
            <translation>贵宾客户提前</translation>
        </message>
        <message>
            <source>Head start of the booked</source>
            <translation>预约客户提前</translation>
        </message>
        <message>
            <source>Booked may be called early by</source>
            <translation>预约可提早叫号</translation>
        </message>
        <message>
            <source>Step between a counter's services</source>
            <translation>窗口业务顺序每级相差</translation>
        </message>
        <message>
            <source>Called ahead of others, at most an hour</source>
            <translation>每小时最多优先人数</translation>
        </message>
        <message>
            <source>Nobody is passed over after</source>
            <translation>等候多久后不再被越过</translation>
        </message>
        <message>
            <source>May rejoin the line, times</source>
            <translation>过号可重新排队次数</translation>
        </message>
        <message>
            <source>Called again, times</source>
            <translation>重呼次数</translation>
        </message>
        <message>
            <source>{day}: open</source>
            <translation>{day}：营业</translation>
        </message>
        <message>
            <source>{day}: opens at</source>
            <translation>{day}：开门时间</translation>
        </message>
        <message>
            <source>{day}: closes at</source>
            <translation>{day}：关门时间</translation>
        </message>
        <message>
            <source>Save the rule as PDF</source>
            <translation>将叫号规则存为 PDF</translation>
        </message>
        <message>
            <source>How numbers are called here</source>
            <translation>本网点叫号规则</translation>
        </message>
        <message>
            <source>Print for the wall</source>
            <translation>打印张贴</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>存为 PDF</translation>
        </message>
        <message>
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Chinese</source>
            <translation>中文</translation>
        </message>
        <message>
            <source>English</source>
            <translation>英文</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>高对比度</translation>
        </message>
        <message>
            <source>Recordings</source>
            <translation>录音</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Slip printer, network</source>
            <translation>小票机（网络）</translation>
        </message>
        <message>
            <source>Slip printer, device file</source>
            <translation>小票机（设备文件）</translation>
        </message>
        <message>
            <source>As a picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Database, read only</source>
            <translation>数据库（只读）</translation>
        </message>
        <message>
            <source>Watched folder</source>
            <translation>监视文件夹</translation>
        </message>
        <message>
            <source>Webhook</source>
            <translation>推送入口</translation>
        </message>
        <message>
            <source>Push service</source>
            <translation>推送服务</translation>
        </message>
        <message>
            <source>MQTT broker</source>
            <translation>MQTT 服务器</translation>
        </message>
        <message>
            <source>Simulated hall</source>
            <translation>模拟网点</translation>
        </message>
        <message>
            <source>Replay of a day</source>
            <translation>回放某日</translation>
        </message>
        <message>
            <source>Bank branch</source>
            <translation>银行</translation>
        </message>
        <message>
            <source>Telecom hall</source>
            <translation>通信营业厅</translation>
        </message>
        <message>
            <source>Every day</source>
            <translation>每天</translation>
        </message>
        <message>
            <source>Carries on</source>
            <translation>连续编号</translation>
        </message>
        <message>
            <source>Write it like 500-599; several with a comma between them.</source>
            <translation>请按 500-599 的形式填写；多个号段用逗号分开。</translation>
        </message>
        <message>
            <source>“{value}” does not have the right form.</source>
            <translation>“{value}”的格式不对。</translation>
        </message>
        <message>
            <source>Hall</source>
            <translation>网点</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Counters</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Opening hours</source>
            <translation>营业时间</translation>
        </message>
        <message>
            <source>Calling rule</source>
            <translation>叫号规则</translation>
        </message>
        <message>
            <source>called within {minutes} min</source>
            <translation>等候目标 {minutes} 分</translation>
        </message>
        <message>
            <source>Counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>in use</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>not in use</source>
            <translation>未启用</translation>
        </message>
        <message>
            <source>Add a service</source>
            <translation>添加业务</translation>
        </message>
        <message>
            <source>No services yet</source>
            <translation>还没有业务</translation>
        </message>
        <message>
            <source>A service is one queue with its own letter and target.</source>
            <translation>一项业务就是一条队列，有自己的字母和目标。</translation>
        </message>
        <message>
            <source>Add a counter</source>
            <translation>添加窗口</translation>
        </message>
        <message>
            <source>No counters yet</source>
            <translation>还没有窗口</translation>
        </message>
        <message>
            <source>A counter has a number on the wall and the services it takes.</source>
            <translation>每个窗口有窗口号和办理的业务。</translation>
        </message>
        <message>
            <source>Add a queue source</source>
            <translation>添加排队来源</translation>
        </message>
        <message>
            <source>No queue source</source>
            <translation>没有排队来源</translation>
        </message>
        <message>
            <source>The own desk gives the numbers. Add a queue machine here.</source>
            <translation>目前由本台取号。在这里添加排队机。</translation>
        </message>
        <message>
            <source>Changes are saved by themselves</source>
            <translation>更改自动保存</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在保存…</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>已保存</translation>
        </message>
        <message>
            <source>Not saved: {reason}</source>
            <translation>未保存：{reason}</translation>
        </message>
        <message>
            <source>number width must be 1 to 6 digits</source>
            <translation>号码位数须为 1 到 6 位</translation>
        </message>
        <message>
            <source>number range must rise and fit the width</source>
            <translation>号段须由小到大，且不超过位数</translation>
        </message>
        <message>
            <source>prefix must be at most 3 characters</source>
            <translation>字母最多 3 个</translation>
        </message>
        <message>
            <source>target must be 30 s to 4 h and handling time 10 s to 4 h</source>
            <translation>目标须为 30 秒到 4 小时，办理时长 10 秒到 4 小时</translation>
        </message>
        <message>
            <source>a counter needs a number</source>
            <translation>窗口须有窗口号</translation>
        </message>
        <message>
            <source>two counters share a number</source>
            <translation>有两个窗口号码相同</translation>
        </message>
        <message>
            <source>a day must open before it closes</source>
            <translation>开门时间须早于关门时间</translation>
        </message>
        <message>
            <source>two queue sources share a name</source>
            <translation>有两个排队来源名称相同</translation>
        </message>
        <message>
            <source>the name desk belongs to the own desk</source>
            <translation>名称 desk 属于本台</translation>
        </message>
        <message>
            <source>call pads and webhook need different ports</source>
            <translation>叫号器与推送入口须使用不同端口</translation>
        </message>
        <message>
            <source>that is not possible</source>
            <translation>这个值不可用</translation>
        </message>
        <message>
            <source>Numbers will read {numbers}</source>
            <translation>号码样式 {numbers}</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Take out</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>{item} was taken out.</source>
            <translation>已移除{item}。</translation>
        </message>
        <message>
            <source>Quiet from</source>
            <translation>静音开始</translation>
        </message>
        <message>
            <source>HH:MM; empty: never quiet.</source>
            <translation>格式 HH:MM；留空表示不静音。</translation>
        </message>
        <message>
            <source>Quiet until</source>
            <translation>静音结束</translation>
        </message>
        <message>
            <source>Sound device</source>
            <translation>声音设备</translation>
        </message>
        <message>
            <source>Empty: the computer's usual one.</source>
            <translation>留空：使用本机默认设备。</translation>
        </message>
        <message>
            <source>A ticket needs its slip</source>
            <translation>须打出号票</translation>
        </message>
        <message>
            <source>Not printed: it stands aside until you decide.</source>
            <translation>未打出时先挂起，由您决定。</translation>
        </message>
        <message>
            <source>Serial port</source>
            <translation>串口</translation>
        </message>
        <message>
            <source>COM3, /dev/ttyUSB0, /dev/serial/by-id/…, or a USB adapter as VID:PID or VID:PID:serial.</source>
            <translation>COM3、/dev/ttyUSB0、/dev/serial/by-id/…，或以 VID:PID、VID:PID:序列号 表示的 USB 转换器。</translation>
        </message>
        <message>
            <source>Baud rate</source>
            <translation>波特率</translation>
        </message>
        <message>
            <source>Addresses and counters</source>
            <translation>地址与窗口</translation>
        </message>
        <message>
            <source>Address=counter, e.g. 1=1, 2=2, 17=5. Learn them below.</source>
            <translation>地址=窗口，例如 1=1, 2=2, 17=5。可在下方识别地址。</translation>
        </message>
        <message>
            <source>Same key counts once within (ms)</source>
            <translation>同一按键去重时间（毫秒）</translation>
        </message>
        <message>
            <source>Longer when a caller repeats its key by itself.</source>
            <translation>叫号器会自动重发按键时请调长。</translation>
        </message>
        <message>
            <source>Tone when a key cannot be done</source>
            <translation>按键无法执行时鸣响</translation>
        </message>
        <message>
            <source>Also when nobody waits.</source>
            <translation>无人等候时也鸣响。</translation>
        </message>
        <message>
            <source>Database or web address without password, folder, broker (mqtt://host); for a replay a day (2026-11-20) or a file of facts.</source>
            <translation>不含密码的数据库地址或网址、文件夹、MQTT 服务器（mqtt://主机）；回放则填日期（2026-11-20）或记录文件。</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>速度（倍）</translation>
        </message>
        <message>
            <source>1: as fast as it was, 10: ten times as fast. A replay plays in an exercise hall only, never among real customers.</source>
            <translation>1 为原速，10 为十倍速。回放只在演练厅进行，绝不混入真实客户。</translation>
        </message>
        <message>
            <source>Begins at</source>
            <translation>开始时刻</translation>
        </message>
        <message>
            <source>HH:MM of the recorded day; what was before is there at once. Empty: its first customer.</source>
            <translation>记录当日的 HH:MM，此前的情形会立即呈现；留空则从第一位客户开始。</translation>
        </message>
        <message>
            <source>Serial callers</source>
            <translation>串口叫号器</translation>
        </message>
        <message>
            <source>Who was called ahead</source>
            <translation>谁被提前叫号</translation>
        </message>
        <message>
            <source>System printer</source>
            <translation>系统打印机</translation>
        </message>
        <message>
            <source>This computer's voice</source>
            <translation>系统语音</translation>
        </message>
        <message>
            <source>write address=counter, the address from 0 to 255</source>
            <translation>请按“地址=窗口”填写，地址为 0 至 255</translation>
        </message>
        <message>
            <source>two counters share an address</source>
            <translation>同一地址对应了两个窗口</translation>
        </message>
        <message>
            <source>Closed on public holidays</source>
            <translation>法定节假日不营业</translation>
        </message>
        <message>
            <source>Shifted workdays count as open.</source>
            <translation>调休上班日按营业计。</translation>
        </message>
        <message>
            <source>The branch's own days</source>
            <translation>本厅特殊日期</translation>
        </message>
        <message>
            <source>Working calendar</source>
            <translation>工作日历</translation>
        </message>
        <message>
            <source>Parted by semicolons, e.g. 2026-11-21 open stock-taking; 2026-12-01 closed moving.</source>
            <translation>用分号隔开，例如：2026-11-21 开 集中办理；2026-12-01 休 搬迁。</translation>
        </message>
        <message>
            <source>People</source>
            <translation>人员</translation>
        </message>
        <message>
            <source>First report of grades I and II within (min)</source>
            <translation>Ⅰ、Ⅱ级首报时限（分钟）</translation>
        </message>
        <message>
            <source>A plan may ask for it sooner.</source>
            <translation>预案可要求更早。</translation>
        </message>
        <message>
            <source>First report of grades III and IV within (min)</source>
            <translation>Ⅲ、Ⅳ级首报时限（分钟）</translation>
        </message>
        <message>
            <source>Written report of grades I and II within (hours)</source>
            <translation>Ⅰ、Ⅱ级书面报告时限（小时）</translation>
        </message>
        <message>
            <source>Final report after the end within (hours)</source>
            <translation>终报：结束后几小时内</translation>
        </message>
        <message>
            <source>Days the video recorder keeps</source>
            <translation>录像保存天数</translation>
        </message>
        <message>
            <source>A reminder comes before it writes over an incident.</source>
            <translation>事件录像被覆盖前会提醒。</translation>
        </message>
        <message>
            <source>Cameras</source>
            <translation>摄像头</translation>
        </message>
        <message>
            <source>Parted by semicolons, with the zone behind @, e.g. Camera 3@waiting; empty: by zone.</source>
            <translation>用分号分隔，@后写区域代码，例如 摄像头3@waiting；留空则按区域。</translation>
        </message>
        <message>
            <source>Incidents</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>Assembly point</source>
            <translation>集合点</translation>
        </message>
        <message>
            <source>Where people gather after an evacuation: for the head count and printed plans.</source>
            <translation>疏散后的集合地点，用于清点人数和打印的预案。</translation>
        </message>
    </context>
    <context>
        <name>Shell</name>
        <message>
            <source>Opening</source>
            <translation>正在打开</translation>
        </message>
        <message>
            <source>Last known {time}, connecting…</source>
            <translation>{time} 的画面，连接中…</translation>
        </message>
        <message>
            <source>Not open</source>
            <translation>未打开</translation>
        </message>
        <message>
            <source>No tone for {minutes} minutes.</source>
            <translation>{minutes} 分钟内不响提示音。</translation>
        </message>
        <message>
            <source>{source}: no answer. Numbers given there are not seen here; the own desk can go on.</source>
            <translation>{source}没有应答，那边取的号这里看不到；可由本台继续。</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>接管</translation>
        </message>
        <message>
            <source>{source}: no answer. The own desk runs, with its reserved numbers.</source>
            <translation>{source}没有应答。本台正在使用预留号段继续。</translation>
        </message>
        <message>
            <source>{source} is back. The own desk still runs.</source>
            <translation>{source}已恢复。目前仍由本台叫号。</translation>
        </message>
        <message>
            <source>Hand back</source>
            <translation>交还</translation>
        </message>
        <message>
            <source>That could not be written: {reason}. Nothing else is affected.</source>
            <translation>未能写入：{reason}。其他不受影响。</translation>
        </message>
        <message>
            <source>Something in the program failed. What is recorded is safe, and you can go on.</source>
            <translation>程序有一处出错。已记录的内容安全，可以继续使用。</translation>
        </message>
        <message>
            <source>A report was kept: {file}</source>
            <translation>已保存报告：{file}</translation>
        </message>
        <message>
            <source>There is nothing to undo.</source>
            <translation>没有可撤销的操作。</translation>
        </message>
        <message>
            <source>No queue source is lost.</source>
            <translation>没有失联的排队来源。</translation>
        </message>
        <message>
            <source>The own desk runs now.</source>
            <translation>已由本台接管。</translation>
        </message>
        <message>
            <source>The queue machine leads again.</source>
            <translation>已交还排队机。</translation>
        </message>
        <message>
            <source>Screens</source>
            <translation>界面</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Close a panel or message</source>
            <translation>关闭面板或提示</translation>
        </message>
        <message>
            <source>Everywhere</source>
            <translation>任何界面</translation>
        </message>
        <message>
            <source>Simulated hall</source>
            <translation>模拟网点</translation>
        </message>
        <message>
            <source>Replay</source>
            <translation>回放</translation>
        </message>
        <message>
            <source>Queue machine</source>
            <translation>排队机</translation>
        </message>
        <message>
            <source>lost {age}, own desk runs</source>
            <translation>失联 {age}，本台接管</translation>
        </message>
        <message>
            <source>lost {age}</source>
            <translation>失联 {age}</translation>
        </message>
        <message>
            <source>late {age}</source>
            <translation>延迟 {age}</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>已连接</translation>
        </message>
        <message>
            <source>ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>连接中</translation>
        </message>
        <message>
            <source>Last answer {age} ago</source>
            <translation>{age} 前有应答</translation>
        </message>
        <message>
            <source>Its clock differs by {seconds} s</source>
            <translation>时钟相差 {seconds} 秒</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Staff number of the person on duty</source>
            <translation>值班人员工号</translation>
        </message>
        <message>
            <source>Who is on duty here; recorded with what is done at this desk</source>
            <translation>当前值班人员；本台的操作记在其名下</translation>
        </message>
        <message>
            <source>On duty {staff}</source>
            <translation>值班 {staff}</translation>
        </message>
        <message>
            <source>On duty?</source>
            <translation>谁值班？</translation>
        </message>
        <message>
            <source>Time {time}</source>
            <translation>时间 {time}</translation>
        </message>
        <message>
            <source>Not saved yet: {count}</source>
            <translation>待保存 {count} 条</translation>
        </message>
        <message>
            <source>Theme, language, text size and sound</source>
            <translation>主题、语言、字号和声音</translation>
        </message>
        <message>
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>高对比度</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>字号</translation>
        </message>
        <message>
            <source>Sound for “act now”</source>
            <translation>“立即处理”提示音</translation>
        </message>
        <message>
            <source>Quiet for 15 minutes</source>
            <translation>静音 15 分钟</translation>
        </message>
        <message>
            <source>Close this message</source>
            <translation>关闭此提示</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>Something else was done just now: {action} Press again to take that back.</source>
            <translation>刚刚已有新的操作：{action}如要撤销它，请再按一次。</translation>
        </message>
        <message>
            <source>not started</source>
            <translation>未启动</translation>
        </message>
        <message>
            <source>Back to the list</source>
            <translation>返回列表</translation>
        </message>
    </context>
    <context>
        <name>Ticket</name>
        <message>
            <source>Call now</source>
            <translation>立即叫号</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先级</translation>
        </message>
        <message>
            <source>Hold</source>
            <translation>挂起</translation>
        </message>
        <message>
            <source>Transfer</source>
            <translation>转号</translation>
        </message>
        <message>
            <source>Requeue</source>
            <translation>重新排队</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>弃号</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>作废</translation>
        </message>
        <message>
            <source>It is not waiting any more.</source>
            <translation>该号已不在等候。</translation>
        </message>
        <message>
            <source>It has ended.</source>
            <translation>该号已结束。</translation>
        </message>
        <message>
            <source>It is in the line.</source>
            <translation>该号正在排队。</translation>
        </message>
        <message>
            <source>It went back into the line {count} times; more is not allowed.</source>
            <translation>已重新排队 {count} 次，按规则不能再排。</translation>
        </message>
        <message>
            <source>It is being served; finish it at the counter.</source>
            <translation>正在办理，请在窗口办结。</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Visit</source>
            <translation>本次到访</translation>
        </message>
        <message>
            <source>then {service}</source>
            <translation>随后 {service}</translation>
        </message>
        <message>
            <source>service unknown</source>
            <translation>业务未知</translation>
        </message>
        <message>
            <source>counter {counter}</source>
            <translation>{counter} 号窗口</translation>
        </message>
        <message>
            <source>joined</source>
            <translation>排队</translation>
        </message>
        <message>
            <source>called</source>
            <translation>叫号</translation>
        </message>
        <message>
            <source>began</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>ended</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>waited {wait}</source>
            <translation>等候 {wait}</translation>
        </message>
        <message>
            <source>called {count} times</source>
            <translation>叫号 {count} 次</translation>
        </message>
        <message>
            <source>Story</source>
            <translation>全过程</translation>
        </message>
        <message>
            <source>by {staff}</source>
            <translation>操作人 {staff}</translation>
        </message>
        <message>
            <source>late, recorded {time}</source>
            <translation>补记于 {time}</translation>
        </message>
        <message>
            <source>undone</source>
            <translation>已撤销</translation>
        </message>
        <message>
            <source>out of order: {reason}</source>
            <translation>优先叫号：{reason}</translation>
        </message>
        <message>
            <source>taken off</source>
            <translation>已取消标记</translation>
        </message>
        <message>
            <source>to counter {counter}</source>
            <translation>转到 {counter} 号窗口</translation>
        </message>
        <message>
            <source>back to {staff}</source>
            <translation>回到 {staff}</translation>
        </message>
        <message>
            <source>to {service}</source>
            <translation>转到{service}</translation>
        </message>
        <message>
            <source>Ticket {number}</source>
            <translation>号票 {number}</translation>
        </message>
        <message>
            <source>not of today</source>
            <translation>非今日号票</translation>
        </message>
        <message>
            <source>waited</source>
            <translation>已等</translation>
        </message>
        <message>
            <source>still expected</source>
            <translation>预计还等</translation>
        </message>
        <message>
            <source>served in</source>
            <translation>办理</translation>
        </message>
        <message>
            <source>being served</source>
            <translation>办理中</translation>
        </message>
        <message>
            <source>booked for</source>
            <translation>预约</translation>
        </message>
        <message>
            <source>Done.</source>
            <translation>已完成。</translation>
        </message>
        <message>
            <source>Marks</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>called once</source>
            <translation>呼叫1次</translation>
        </message>
        <message>
            <source>min ({range})</source>
            <translation>分钟（{range}）</translation>
        </message>
        <message>
            <source>min, rough</source>
            <translation>分钟，粗估</translation>
        </message>
    </context>
    <context>
        <name>Time</name>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} 分</translation>
        </message>
        <message>
            <source>less than a minute</source>
            <translation>不到1分钟</translation>
        </message>
        <message>
            <source>about {minutes} min ({range})</source>
            <translation>约{minutes}分钟（{range}）</translation>
        </message>
        <message>
            <source>about {minutes} min, rough so far</source>
            <translation>约{minutes}分钟（初步估算）</translation>
        </message>
    </context>
    <context>
        <name>Today</name>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>No notes yet. Ctrl+I notes an event in a few words.</source>
            <translation>暂无记录。按 Ctrl+I 可简短记一件事。</translation>
        </message>
        <message>
            <source>{count} min late</source>
            <translation>逾期 {count} 分</translation>
        </message>
        <message>
            <source>{count} h late</source>
            <translation>逾期 {count} 小时</translation>
        </message>
        <message>
            <source>in {count} min</source>
            <translation>{count} 分后</translation>
        </message>
        <message>
            <source>due</source>
            <translation>到时</translation>
        </message>
        <message>
            <source>in progress</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>A quiet moment: {round}, {count} min</source>
            <translation>现在不忙：{round}，{count} 分钟</translation>
        </message>
        <message>
            <source>No more rounds today.</source>
            <translation>今日巡检已全部完成。</translation>
        </message>
        <message>
            <source>Next: {time} {round}</source>
            <translation>接下来：{time} {round}</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>另有 {count} 项</translation>
        </message>
    </context>
    <context>
        <name>Wall</name>
        <message>
            <source>Wall display</source>
            <translation>大厅显示屏</translation>
        </message>
        <message>
            <source>The wall display is on {monitor}.</source>
            <translation>大厅显示屏已显示在 {monitor} 上。</translation>
        </message>
        <message>
            <source>There is only this monitor, and it is never covered. Connect a second one for the wall.</source>
            <translation>只有这一台显示器，不会被遮挡。请接上第二台显示器作大厅显示屏。</translation>
        </message>
        <message>
            <source>The monitor {monitor} is not connected. The wall display comes back with it.</source>
            <translation>显示器 {monitor} 未连接，接上后大厅显示屏自动恢复。</translation>
        </message>
        <message>
            <source>The console itself is on {monitor}. Move it to the other monitor, or choose that for the wall.</source>
            <translation>控制台正显示在 {monitor} 上。请把它移到另一台显示器，或改选另一台作大厅显示屏。</translation>
        </message>
        <message>
            <source>The wall display is off.</source>
            <translation>大厅显示屏未开启。</translation>
        </message>
    </context>
    <context>
        <name>Wizard</name>
        <message>
            <source>Last 50 rows</source>
            <translation>最后 50 行</translation>
        </message>
        <message>
            <source>Quality of the file</source>
            <translation>文件质量</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>行</translation>
        </message>
        <message>
            <source>As it stands in the file</source>
            <translation>文件中的原样</translation>
        </message>
        <message>
            <source>Facts</source>
            <translation>得到的记录</translation>
        </message>
        <message>
            <source>Rows beside the facts they give</source>
            <translation>原始行与得到的记录</translation>
        </message>
        <message>
            <source>left out by the profile</source>
            <translation>配置略过</translation>
        </message>
        <message>
            <source>nothing new</source>
            <translation>没有新内容</translation>
        </message>
        <message>
            <source>Nothing is recorded yet.</source>
            <translation>尚未记入任何内容。</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时间范围</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>行数</translation>
        </message>
        <message>
            <source>Left out by the profile</source>
            <translation>配置略过</translation>
        </message>
        <message>
            <source>Bad lines</source>
            <translation>坏行</translation>
        </message>
        <message>
            <source>Impossible times</source>
            <translation>时间矛盾</translation>
        </message>
        <message>
            <source>Numbers given twice a day</source>
            <translation>当日重号</translation>
        </message>
        <message>
            <source>line {line}</source>
            <translation>第 {line} 行</translation>
        </message>
        <message>
            <source>The whole file</source>
            <translation>整个文件</translation>
        </message>
        <message>
            <source>Facts it gives</source>
            <translation>得到的记录</translation>
        </message>
        <message>
            <source>Unknown values</source>
            <translation>未知值</translation>
        </message>
        <message>
            <source>Not readable</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>The first bad lines</source>
            <translation>前几条坏行</translation>
        </message>
        <message>
            <source>Key of the ticket</source>
            <translation>号票主键</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>号码</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>业务</translation>
        </message>
        <message>
            <source>Counter</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Staff number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先级</translation>
        </message>
        <message>
            <source>Kind of event</source>
            <translation>事件类型</translation>
        </message>
        <message>
            <source>Sent to service</source>
            <translation>转至业务</translation>
        </message>
        <message>
            <source>Sent to counter</source>
            <translation>转至窗口</translation>
        </message>
        <message>
            <source>People waiting</source>
            <translation>等候人数</translation>
        </message>
        <message>
            <source>Counters open</source>
            <translation>开放窗口数</translation>
        </message>
        <message>
            <source>Number called last</source>
            <translation>当前叫号</translation>
        </message>
        <message>
            <source>Number taken at</source>
            <translation>取号时间</translation>
        </message>
        <message>
            <source>Called at</source>
            <translation>叫号时间</translation>
        </message>
        <message>
            <source>Service began at</source>
            <translation>开始办理时间</translation>
        </message>
        <message>
            <source>Service ended at</source>
            <translation>办结时间</translation>
        </message>
        <message>
            <source>Happened at</source>
            <translation>发生时间</translation>
        </message>
        <message>
            <source>A row is a ticket</source>
            <translation>每行是一张号票</translation>
        </message>
        <message>
            <source>A row is an event</source>
            <translation>每行是一个事件</translation>
        </message>
        <message>
            <source>A row counts a queue</source>
            <translation>每行是一个队列的计数</translation>
        </message>
        <message>
            <source>its status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>the time it ended</source>
            <translation>结束时间</translation>
        </message>
        <message>
            <source>the next call at the counter</source>
            <translation>窗口的下一次叫号</translation>
        </message>
        <message>
            <source>its row is gone</source>
            <translation>该行消失</translation>
        </message>
        <message>
            <source>date and time</source>
            <translation>日期和时间</translation>
        </message>
        <message>
            <source>date and time, UTC</source>
            <translation>日期和时间（UTC）</translation>
        </message>
        <message>
            <source>date and time, hall's zone</source>
            <translation>日期和时间（大厅时区）</translation>
        </message>
        <message>
            <source>time of the day</source>
            <translation>当日时间</translation>
        </message>
        <message>
            <source>seconds of the day</source>
            <translation>当日秒数</translation>
        </message>
        <message>
            <source>seconds since 1970</source>
            <translation>1970 年起的秒数</translation>
        </message>
        <message>
            <source>milliseconds since 1970</source>
            <translation>1970 年起的毫秒数</translation>
        </message>
        <message>
            <source>.NET ticks</source>
            <translation>.NET 时间刻度</translation>
        </message>
        <message>
            <source>/Date(…)/</source>
            <translation>/Date(…)/</translation>
        </message>
        <message>
            <source>Proposed from the file</source>
            <translation>按文件自动建议</translation>
        </message>
        <message>
            <source>Shipped: {name}</source>
            <translation>内置：{name}</translation>
        </message>
        <message>
            <source>Saved here: {name}</source>
            <translation>本地：{name}</translation>
        </message>
        <message>
            <source>Tables and JSON lines (*.csv *.txt *.jsonl *.json *.gz *.xz);;All files (*)</source>
            <translation>表格和 JSON 行 (*.csv *.txt *.jsonl *.json *.gz *.xz);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Profiles (*.toml)</source>
            <translation>配置 (*.toml)</translation>
        </message>
        <message>
            <source>Choose a profile</source>
            <translation>选择配置</translation>
        </message>
        <message>
            <source>Looking at the file …</source>
            <translation>正在查看文件…</translation>
        </message>
        <message>
            <source>line number</source>
            <translation>行号</translation>
        </message>
        <message>
            <source>Choose a file that a queue system has written (CSV or JSON lines). Its columns are proposed here; on the right you see what each of its last 50 rows would give.</source>
            <translation>请选择排队系统写出的文件（CSV 或 JSON 行）。这里会给出各列的对应建议，右边显示最后 50 行各会得到什么记录。</translation>
        </message>
        <message>
            <source>Time zone of the file</source>
            <translation>文件的时区</translation>
        </message>
        <message>
            <source>Served is proved by</source>
            <translation>办结的依据</translation>
        </message>
        <message>
            <source>{field}: how it is written</source>
            <translation>{field}：写法</translation>
        </message>
        <message>
            <source>its date is in</source>
            <translation>日期所在列</translation>
        </message>
        <message>
            <source>What the status means</source>
            <translation>状态的含义</translation>
        </message>
        <message>
            <source>What the events mean</source>
            <translation>事件的含义</translation>
        </message>
        <message>
            <source>Which service it is</source>
            <translation>对应的业务</translation>
        </message>
        <message>
            <source>as it is</source>
            <translation>按原样</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>leave the row out</source>
            <translation>略过该行</translation>
        </message>
        <message>
            <source>Trying it out …</source>
            <translation>正在试读…</translation>
        </message>
        <message>
            <source>“Use it” watches the folder {folder} and reads all files {pattern} in it.</source>
            <translation>“启用”后将监视文件夹 {folder}，读取其中所有 {pattern} 文件。</translation>
        </message>
        <message>
            <source>▲ It takes the place of the source {name}.</source>
            <translation>▲ 将替换来源 {name}。</translation>
        </message>
        <message>
            <source>The profile cannot be written to {folder}: {reason}</source>
            <translation>配置无法写入 {folder}:{reason}</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>已保存为 {file}</translation>
        </message>
        <message>
            <source>No file chosen yet.</source>
            <translation>尚未选择文件。</translation>
        </message>
        <message>
            <source>Here the last 50 rows of the file stand beside the facts they give.</source>
            <translation>这里并排显示文件最后 50 行和它们得到的记录。</translation>
        </message>
        <message>
            <source>Read in a file</source>
            <translation>读入文件</translation>
        </message>
        <message>
            <source>Back (Esc)</source>
            <translation>返回（Esc）</translation>
        </message>
        <message>
            <source>Choose a file …</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Profile file …</source>
            <translation>配置文件…</translation>
        </message>
        <message>
            <source>Profile</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>Name of the source</source>
            <translation>来源名称</translation>
        </message>
        <message>
            <source>Save the profile</source>
            <translation>保存配置</translation>
        </message>
        <message>
            <source>Use it</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>{rows} rows give {facts} facts. Unknown values: {unmapped}, bad lines: {bad}.</source>
            <translation>{rows} 行得到 {facts} 条记录；未知值 {unmapped} 个，坏行 {bad} 条。</translation>
        </message>
        <message>
            <source>What a row is</source>
            <translation>每行是什么</translation>
        </message>
        <message>
            <source>Reading the whole file …</source>
            <translation>正在读取整个文件…</translation>
        </message>
    </context>
</TS>
