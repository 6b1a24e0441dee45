package lingdian.feed.export;

/** Receives what became of the export, for the meters. May be called from any thread. */
public interface ExportListener {
    /** So many changes were committed to the topic. */
    void exported(int changes);

    /** A round failed; the next one begins after a pause. */
    void exportFailed();
}
