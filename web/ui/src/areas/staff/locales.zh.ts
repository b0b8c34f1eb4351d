export default {
  menu: {
    mine: '我的工作台',
    day: '我的一天',
    submit: '批量提交',
    work: '我的工作',
    disputes: '申诉',
    figures: '我的数据',
    person: '消息与账号',
    inbox: '消息',
    preferences: '通知方式',
    account: '我的账号',
    checks_notice: '检测说明',
  },
}
