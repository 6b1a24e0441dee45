package lingdian.vault.seal;

import java.util.List;

/**
 * The purpose of a key of the ring. Each use has keys of its own, so that a product of one use reveals nothing about
 * another.
 *
 * <p>The references of persons are not rotated: a violation must show one reference for ever, and references are made
 * of a violation's id alone, so an old key reveals nothing.
 */
public enum KeyUse {
    /** Documents, names and quarantined texts. */
    SEALING("sealing", true),
    /** Tokens of persons (handbook, glossary.md#words). */
    PERSON_TOKENS("personTokens", true),
    /** Hashes of the contents of events, which distinguish a repetition from other content. */
    CONTENT_MACS("contentMacs", true),
    /** The reference that replaces the person of a violation. */
    PERSON_REFS("personRefs", false),
    /** Checkpoints and evidence bundles. These keys are pairs, whose public halves are not secret. */
    SIGNING("signing", true);

    /**
     * The uses for which the vault seals and hashes. A database knows these keys by check values; of signing keys it
     * stores the public half, and a node that lacks one loses nothing.
     */
    static final List<KeyUse> OF_THE_VAULT = List.of(SEALING, PERSON_TOKENS, CONTENT_MACS, PERSON_REFS);

    private final String field;
    private final boolean rotates;

    KeyUse(String field, boolean rotates) {
        this.field = field;
        this.rotates = rotates;
    }

    /** Its name in the ring's file, in the database and for the operator. */
    public String field() {
        return field;
    }

    /** Whether its keys are ever replaced. */
    public boolean rotates() {
        return rotates;
    }

    @Override
    public String toString() {
        return field;
    }
}
