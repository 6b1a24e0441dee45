package lingdian.agent.adapter;

/** What a line of a cashier's program means. */
public enum CardAction {
    /** A person began to use a terminal. */
    LOGIN,
    /** The person who used a terminal has left it. */
    LOGOUT
}
