package lingdian.law.judge;

/**
 * What a café that sent {@code opened} at least once said last. A café that never sent it may be expected at any
 * permitted time.
 */
public enum BusinessDay {
    OPENED,
    CLOSED
}
