package lingdian.law.judge;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of violation (handbook, rules.md#what-each-rule-finds). Their standing, authorities and law are
 * configuration.
 */
public enum Code {
    OVERTIME_OPERATION("超时营业"),
    MINOR_ADMITTED("接纳未成年人"),
    IDENTITY_UNVERIFIED("未按规定核对登记身份证件"),
    IDENTITY_SHARED("一证多机"),
    TERMINAL_UNREGISTERED("未实名登记上网"),
    OPERATION_SUSPENDED("停业期间营业"),
    MEASURES_STOPPED("疑似擅自停止技术措施"),
    AGENT_ABSENT("终端长期未接入"),
    RECORDS_BROKEN("记录缺失或被改"),
    /** From here on the suspicions and leads (handbook, suspicions.md). */
    CARD_ON_MANY_SEATS("一卡多机"),
    SESSION_TOO_LONG("超长上网"),
    DOCUMENTS_TYPED_BY_HAND("手工录入过多"),
    MIDNIGHT_BRIDGED("跨零点续机"),
    COVERAGE_LOW("终端安装率不足"),
    CLOCK_WRONG("时钟偏差"),
    PATROL_MISSING("场内巡查缺失"),
    OVERTIME_GRAVE("超时营业情节较重"),
    MINORS_GRAVE("接纳未成年人情节严重"),
    POWERED_WHILE_SUSPENDED("停业期间终端开机"),
    AGE_IMPROBABLE("年龄异常"),
    REGISTRATION_BURST("短时集中登记"),
    REGISTRATION_REPLAY("名单重复登记"),
    MEASURES_STOPPED_GRAVE("多次或长时间疑似擅自停止技术措施"),
    CAFE_UNLIKE_PEERS("指标偏离同类场所");

    /** As the function {@code counts_persons} of the database has them. */
    private static final Set<Code> OF_PERSONS = EnumSet.of(
            MINOR_ADMITTED,
            IDENTITY_UNVERIFIED,
            IDENTITY_SHARED,
            CARD_ON_MANY_SEATS,
            SESSION_TOO_LONG,
            MINORS_GRAVE,
            AGE_IMPROBABLE);

    /** What penalties are for, in the words of the Regulation, Art. 31: short names are for lists. */
    private static final Map<Code, String> CONDUCT =
            Map.of(OVERTIME_OPERATION, "在规定的营业时间以外营业", MINOR_ADMITTED, "接纳未成年人进入营业场所");

    private final String chinese;

    Code(String chinese) {
        this.chinese = chinese;
    }

    /** Its name in Chinese, for pages that are handed on; of a code that is another version's, the code itself. */
    public static String chinese(String code) {
        for (Code one : values()) {
            if (one.name().equals(code)) {
                return one.chinese;
            }
        }
        return code;
    }

    /** The conduct as documents that are served call it: in the law's words where the law has them, else by its name. */
    public static String conduct(String code) {
        return Arrays.stream(values())
                .filter(one -> one.name().equals(code))
                .map(one -> CONDUCT.getOrDefault(one, one.chinese))
                .findFirst()
                .orElse(code);
    }

    /**
     * Whether there is one violation a person, so that a count of them counts persons and is withheld below five. A code of
     * another version counts as one: nothing is known of it.
     */
    public static boolean countsPersons(String code) {
        return Arrays.stream(values()).noneMatch(one -> one.name().equals(code) && !OF_PERSONS.contains(one));
    }
}
