package lingdian.agent.setup;

import java.util.Locale;

/** Everything that {@link Doctor} may find. The texts of each are in {@code words_….properties}. */
enum Symptom {
    CONFIGURATION_READ(Check.CONFIGURATION, State.OK),
    CONFIGURATION_WITHOUT_SERVER(Check.CONFIGURATION, State.FAULT),
    CONFIGURATION_WRONG(Check.CONFIGURATION, State.FAULT),
    KEY_ACCEPTED(Check.KEY, State.OK),
    KEY_UNTRIED(Check.KEY, State.WARNING),
    KEY_MISSING(Check.KEY, State.FAULT),
    KEY_REFUSED(Check.KEY, State.FAULT),
    KEY_OPEN(Check.KEY, State.WARNING),
    SERVER_REACHED(Check.SERVER, State.OK),
    SERVER_UNREACHABLE(Check.SERVER, State.FAULT),
    SERVER_STRANGE(Check.SERVER, State.FAULT),
    CLOCK_RIGHT(Check.CLOCK, State.OK),
    CLOCK_OFF(Check.CLOCK, State.WARNING),
    CLOCK_WRONG(Check.CLOCK, State.FAULT),
    CLOCK_UNKNOWN(Check.CLOCK, State.WARNING),
    CERTIFICATE_VALID(Check.CERTIFICATE, State.OK),
    CERTIFICATE_ENDS_SOON(Check.CERTIFICATE, State.WARNING),
    CERTIFICATE_REFUSED(Check.CERTIFICATE, State.FAULT),
    CERTIFICATE_NOT_VALID_NOW(Check.CERTIFICATE, State.FAULT),
    CERTIFICATE_NONE(Check.CERTIFICATE, State.WARNING),
    DISK_ENOUGH(Check.DISK, State.OK),
    DISK_LOW(Check.DISK, State.WARNING),
    DISK_FULL(Check.DISK, State.FAULT),
    RECORDS_SOUND(Check.RECORDS, State.OK),
    RECORDS_NONE(Check.RECORDS, State.OK),
    RECORDS_WAITING(Check.RECORDS, State.WARNING),
    RECORDS_SET_ASIDE(Check.RECORDS, State.WARNING),
    RECORDS_DAMAGED(Check.RECORDS, State.FAULT),
    AGENT_RUNNING(Check.LOCAL_API, State.OK),
    AGENT_OFFLINE(Check.LOCAL_API, State.WARNING),
    AGENT_REFUSED(Check.LOCAL_API, State.FAULT),
    AGENT_NOT_RUNNING(Check.LOCAL_API, State.FAULT),
    AGENT_OF_ANOTHER(Check.LOCAL_API, State.FAULT),
    LAN_REACHED(Check.LAN, State.OK),
    LAN_NOT_OFFERED(Check.LAN, State.OK),
    LAN_UNREACHED(Check.LAN, State.FAULT);

    /** What is looked at. */
    enum Check {
        CONFIGURATION,
        KEY,
        SERVER,
        CLOCK,
        CERTIFICATE,
        DISK,
        RECORDS,
        LOCAL_API,
        LAN;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How bad it is. */
    enum State {
        OK,
        WARNING,
        FAULT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Check check;
    private final State state;

    Symptom(Check check, State state) {
        this.check = check;
        this.state = state;
    }

    Check check() {
        return check;
    }

    State state() {
        return state;
    }

    /** The key of its text; what to do about it stands under this key and {@code .remedy}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
