package lingdian.record.retention;

/** Receives what retention does, for the meters. */
public interface RetentionListener {
    /** A received day with this many records was dropped. */
    void dayDropped(long records);

    /** A drop gave up waiting for its locks, so that other transactions do not wait behind it: it will be retried. */
    void dropPutOff();

    /** This many violations were dropped at the end of their retention period. */
    void findingsDropped(long violations);
}
