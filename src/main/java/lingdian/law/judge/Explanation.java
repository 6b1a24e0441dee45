package lingdian.law.judge;

/**
 * A circumstance in the café's favour in a finding. It only marks the finding: a person decides.
 *
 * <p>{@code probable-outage} is not in the protocol pages, unlike {@code buffered}: when many neighbours fall silent together,
 * their line is the likelier cause (handbook, silence.md).
 */
public enum Explanation {
    /** The stream proved events from within the silence: the agent worked, only its line did not. */
    BUFFERED("buffered"),
    /** Many cafés of the county fell silent in the same moment. */
    PROBABLE_OUTAGE("probable-outage"),
    /** It lasted so long that a fault in the records is likelier than one of the café: a logout that was not sent. */
    FAULTY_RECORDS("faulty-records"),
    /** A new PC took over with a key that it enrolled for, so the old one could not end its sessions. */
    ENROLLED("enrolled");

    private final String wire;

    Explanation(String wire) {
        this.wire = wire;
    }

    /** The word in a violation's {@code explained}. */
    public String wire() {
        return wire;
    }
}
