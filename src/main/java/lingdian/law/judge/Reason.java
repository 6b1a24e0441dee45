package lingdian.law.judge;

/**
 * Why a login is denied, in the order in which a verdict lists them (handbook,
 * protocol-messages.md#reasons-of-a-verdict).
 */
public enum Reason {
    DOCUMENT_MALFORMED("document-malformed"),
    DOCUMENT_EXPIRED("document-expired"),
    UNDER_AGE("under-age"),
    NOT_REGISTERED("not-registered"),
    NAME_MISMATCH("name-mismatch"),
    DOCUMENT_REVOKED("document-revoked"),
    IN_USE_ELSEWHERE("in-use-elsewhere"),
    OUTSIDE_HOURS("outside-hours"),
    CAFE_SUSPENDED("cafe-suspended"),
    VERIFICATION_UNAVAILABLE("verification-unavailable");

    private final String wire;

    Reason(String wire) {
        this.wire = wire;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }

    /**
     * Whether the document in the hand does not show it: the service alone knows, so a café that asks about strangers'
     * numbers learns something from it.
     */
    public boolean isKnownToTheServiceAlone() {
        return switch (this) {
            case NOT_REGISTERED, NAME_MISMATCH, DOCUMENT_REVOKED, IN_USE_ELSEWHERE -> true;
            case DOCUMENT_MALFORMED,
                    DOCUMENT_EXPIRED,
                    UNDER_AGE,
                    OUTSIDE_HOURS,
                    CAFE_SUSPENDED,
                    VERIFICATION_UNAVAILABLE -> false;
        };
    }

    /** Whether asking again about the same person finds out more: another name, or where the person is by now. */
    public boolean isFoundOutByRepeating() {
        return this == NAME_MISMATCH || this == IN_USE_ELSEWHERE;
    }

    /** Whether a session that opens in spite of it is {@link Code#IDENTITY_UNVERIFIED}. */
    boolean leavesIdentityUnverified() {
        return switch (this) {
            case DOCUMENT_MALFORMED, DOCUMENT_EXPIRED, NOT_REGISTERED, NAME_MISMATCH, DOCUMENT_REVOKED -> true;
            case UNDER_AGE, IN_USE_ELSEWHERE, OUTSIDE_HOURS, CAFE_SUSPENDED, VERIFICATION_UNAVAILABLE -> false;
        };
    }
}
