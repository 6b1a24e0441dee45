package lingdian.law.judge;

/**
 * An outside verifier's answer about a login's document (handbook, registry.md).
 *
 * <p>It is consulted behind the registry, so that its "no" is one of the registry's reasons; and no answer is never a
 * yes.
 */
public enum Confirmation {
    /** The document exists, is in force, and holds this name. */
    CONFIRMED("confirmed"),
    NO_SUCH_PERSON("no-such-person"),
    OTHER_NAME("other-name"),
    REVOKED("revoked"),
    /** No answer in time, an answer that cannot be understood, or no question asked. */
    NO_ANSWER("no-answer");

    private final String wire;

    Confirmation(String wire) {
        this.wire = wire;
    }

    /** The word in an answer. */
    public String wire() {
        return wire;
    }

    /** Whether the document must not pass. */
    public boolean denies() {
        return switch (this) {
            case NO_SUCH_PERSON, OTHER_NAME, REVOKED -> true;
            case CONFIRMED, NO_ANSWER -> false;
        };
    }
}
