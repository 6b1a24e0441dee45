package lingdian.office.api;

/** One feature of the office: it makes its own endpoints and serves its operations with them. */
public interface Feature {
    /** Adds the feature's operations. Of two that match the same path, the one that is served first answers. */
    void serve(Operations operations);
}
