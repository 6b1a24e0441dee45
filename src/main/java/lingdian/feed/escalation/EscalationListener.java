package lingdian.feed.escalation;

/** Receives what became of escalations, for the meters. May be called from any thread. */
public interface EscalationListener {
    /** Somebody on duty is told of a café's facts. */
    void told();

    /** Nobody is on duty who was not told yet. */
    void exhausted();

    /** The result of an attempt to reach a contact: {@code delivered}, {@code failed} or {@code dead}. */
    void sent(ContactKind kind, String outcome);
}
