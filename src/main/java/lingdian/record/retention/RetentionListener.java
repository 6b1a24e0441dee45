package lingdian.record.retention;

/** Told what retention does, for the meters. */
public interface RetentionListener {
    /** A received day was dropped, of so many records. */
    void dayDropped(long records);

    /** A drop waited too briefly for its locks, so that nobody waits for it: it is tried again. */
    void dropPutOff();

    /** So many violations were dropped after their time. */
    void findingsDropped(long violations);
}
