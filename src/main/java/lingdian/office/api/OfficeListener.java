package lingdian.office.api;

/** What the office tells the node about changes that it has committed. Each is called on an event loop. */
public interface OfficeListener {
    /** Cafés, opening hours, orders, suspensions or rules changed. */
    void factsChanged();

    /** A violation changed, and the feed has a message about it. */
    void feedMoved();
}
