package lingdian.law.judge;

/**
 * The registry's information on a login's document, as of the batch that judges it (handbook, registry.md).
 *
 * @param known the registry has such a person
 * @param otherName it holds another name for the document
 * @param revoked it has the document as lost or revoked
 */
public record Registration(boolean known, boolean otherName, boolean revoked) {
    /** The registry has no such person. */
    public static final Registration NONE = new Registration(false, false, false);

    public Registration {
        if (!known && (otherName || revoked)) {
            throw new IllegalArgumentException("nothing is said of a person who is not known");
        }
    }
}
