package lingdian.feed.notification;

/** Receives the outcome of messages, for the meters. May be called from any thread. */
public interface NotificationListener {
    /** A target accepted a message. */
    void delivered(Format format);

    /** An attempt failed, and there will be another. */
    void failed(Format format);

    /** A message was given up. */
    void died(Format format);

    /** A message was stopped, because its account may no longer see it or wants no notifications. */
    void stopped(Format format);
}
