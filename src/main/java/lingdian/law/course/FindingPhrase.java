package lingdian.law.course;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a case's summary says what a rule finds, and what it counts. */
enum FindingPhrase {
    OVERTIME_OPERATION("超时营业", "Open past closing", Counted.PERSONS),
    MINOR_ADMITTED("接纳未成年人上网", "A minor inside", Counted.NOTHING),
    IDENTITY_UNVERIFIED("未按规定核对登记身份证件", "A guest whose identity was not verified", Counted.NOTHING),
    IDENTITY_SHARED("一证多机上网", "One document in use at several terminals", Counted.NOTHING),
    TERMINAL_UNREGISTERED("终端未实名登记上网", "Terminals in use without registration", Counted.TERMINALS),
    OPERATION_SUSPENDED("停业期间营业", "Open while suspended", Counted.PERSONS),
    MEASURES_STOPPED("疑似擅自停止技术措施", "No records although the café may be open", Counted.NOTHING),
    AGENT_ABSENT("终端长期未接入", "The café's agent is not connected", Counted.NOTHING),
    RECORDS_BROKEN("记录缺失或被改", "Records missing or altered", Counted.NOTHING),
    CARD_ON_MANY_SEATS("一卡多机", "One card at many terminals", Counted.NOTHING),
    SESSION_TOO_LONG("超长时间上网", "A very long session", Counted.NOTHING),
    DOCUMENTS_TYPED_BY_HAND("证件手工录入过多", "Many documents typed by hand", Counted.NOTHING),
    MIDNIGHT_BRIDGED("跨零点续机", "Sessions continued over midnight", Counted.NOTHING),
    COVERAGE_LOW("终端安装率不足", "Too few terminals with the agent", Counted.NOTHING),
    CLOCK_WRONG("时钟偏差", "The café's clock is wrong", Counted.NOTHING),
    PATROL_MISSING("场内巡查缺失", "No patrols recorded", Counted.NOTHING),
    OVERTIME_GRAVE("超时营业情节较重", "Grave overtime", Counted.NOTHING),
    MINORS_GRAVE("接纳未成年人情节严重", "Minors admitted in grave circumstances", Counted.NOTHING),
    POWERED_WHILE_SUSPENDED("停业期间终端开机", "Terminals on while suspended", Counted.TERMINALS),
    AGE_IMPROBABLE("登记年龄异常", "An improbable age", Counted.NOTHING),
    REGISTRATION_BURST("短时集中登记", "Many registrations within minutes", Counted.NOTHING),
    REGISTRATION_REPLAY("名单重复登记", "A former day's list registered again", Counted.NOTHING),
    MEASURES_STOPPED_GRAVE("多次或长时间疑似擅自停止技术措施", "Records stopped often or for long", Counted.NOTHING),
    CAFE_UNLIKE_PEERS("指标偏离同类场所", "Figures far from those of similar cafés", Counted.NOTHING),
    /** Of a rule that this version does not know. */
    OTHER("违规线索", "A finding", Counted.NOTHING);

    private enum Counted {
        NOTHING,
        PERSONS,
        TERMINALS
    }

    private static final Map<String, FindingPhrase> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FindingPhrase::name, Function.identity()));

    private final String zh;
    private final String en;
    private final Counted counted;

    FindingPhrase(String zh, String en, Counted counted) {
        this.zh = zh;
        this.en = en;
        this.counted = counted;
    }

    static FindingPhrase of(String code) {
        return BY_CODE.getOrDefault(code, OTHER);
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }

    /** Empty where nothing is counted. */
    String zhAmount(CaseFinding finding) {
        Integer amount = amount(finding);
        if (amount == null) {
            return "";
        }
        return counted == Counted.PERSONS ? "，同时上网最多" + amount + "人" : "，涉及终端" + amount + "台";
    }

    /** Empty where nothing is counted. */
    String enAmount(CaseFinding finding) {
        Integer amount = amount(finding);
        if (amount == null) {
            return "";
        }
        String things = counted == Counted.PERSONS ? "session" : "terminal";
        return (counted == Counted.PERSONS ? ", up to " : ", ")
                + amount + " " + things + (amount == 1 ? "" : "s")
                + (counted == Counted.PERSONS ? " at once" : "");
    }

    private @Nullable Integer amount(CaseFinding finding) {
        return switch (counted) {
            case NOTHING -> null;
            case PERSONS -> finding.peak();
            case TERMINALS -> finding.terminals();
        };
    }
}
