export default {
  menu: {
    mine: 'My work',
    day: 'My day',
    submit: 'Hand in',
    work: 'My entries',
    disputes: 'Disputes',
    figures: 'My figures',
    person: 'Inbox and account',
    inbox: 'Inbox',
    preferences: 'Notifications',
    account: 'My account',
    checks_notice: 'What is checked',
  },
}
