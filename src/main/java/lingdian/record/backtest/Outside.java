package lingdian.record.backtest;

/**
 * Why nothing can be said of a finding.
 *
 * <p>They are counted apart and never as removed: that nothing is found of them now says nothing.
 */
enum Outside {
    /** So near to the first record that is kept that what went before would be needed. */
    EDGE("at the edge of what is kept", "在留存数据的边缘"),
    /** A silence of the last minutes of the record. */
    UNSETTLED("a silence that may not have been looked at yet", "静默尚未判定"),
    /** In a part of the record, {@code IDENTITY_SHARED} of a person who was in cafés that are not in it. */
    ELSEWHERE("of persons who may have been in cafés that are not looked at", "涉及未抽查的场所"),
    /** Of a code that this program's judge does not have. */
    UNKNOWN_CODE("of a code that is unknown", "代码未知");

    private final String why;
    private final String chinese;

    Outside(String why, String chinese) {
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
