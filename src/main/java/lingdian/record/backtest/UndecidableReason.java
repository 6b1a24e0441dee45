package lingdian.record.backtest;

/**
 * Why a finding cannot be decided.
 *
 * <p>Such findings are counted separately and never as removed: it means nothing that they are not found now.
 */
enum UndecidableReason {
    /** The finding is so near to the first kept record that earlier records would be needed. */
    EDGE("at the edge of the kept record", "在留存数据的边缘"),
    /** A silence or absence in the last minutes of the record. */
    UNSETTLED("a silence that may not have been checked yet", "静默尚未判定"),
    /** In a partial record, {@code IDENTITY_SHARED} of a person who was in cafés outside it. */
    ELSEWHERE("of persons who may have been in other cafés", "涉及未抽查的场所"),
    /** {@code IDENTITY_SHARED} of a person with {@link lingdian.law.judge.People#areTooMany too many} sessions to look at all. */
    CROWDED("of persons with more sessions than are looked at", "涉及登记次数过多的人员"),
    /** The finding has a code that this program's judge does not have. */
    UNKNOWN_CODE("of an unknown code", "代码未知");

    private final String why;
    private final String chinese;

    UndecidableReason(String why, String chinese) {
        this.why = why;
        this.chinese = chinese;
    }

    String why() {
        return why;
    }

    String chinese() {
        return chinese;
    }
}
