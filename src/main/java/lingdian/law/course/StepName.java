package lingdian.law.course;

import java.util.Locale;

/** The names of the steps, in order of progress. */
public enum StepName {
    /** 线索. */
    LEAD,
    /** 待核查. */
    ASSIGNED,
    /** 已核查. */
    CHECKED,
    /** 责令改正中. */
    CORRECTING,
    /** 当场处罚. */
    SPOT,
    /** 不予立案. */
    DECLINED,
    /** 立案. */
    FILED,
    /** 审核. */
    REVIEW,
    /** 已告知. */
    NOTIFIED,
    /** 听证. */
    HEARING,
    /** 已决定. */
    DECIDED,
    /** 执行中. */
    EXECUTING,
    /** 移送. */
    TRANSFERRED,
    /** 已结案. */
    CLOSED;

    /** The word in JSON and in {@code casework.yaml}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no step of this word */
    public static StepName of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
