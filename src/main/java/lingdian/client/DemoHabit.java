package lingdian.client;

/**
 * How a café of the demo city keeps the rules.
 *
 * @param minutesPastMidnight how long guests stay behind closed doors; 0 closes at 24:00
 * @param admitsMinors seats under-age guests whatever the verdict
 * @param seatsUnregistered lets a guest sit down now and then without any login
 * @param sharesCards seats a second guest on the first one's card
 */
record DemoHabit(int minutesPastMidnight, boolean admitsMinors, boolean seatsUnregistered, boolean sharesCards) {
    static final DemoHabit HONEST = new DemoHabit(0, false, false, false);
    static final DemoHabit ADMITS_MINORS = new DemoHabit(0, true, false, false);
    static final DemoHabit SEATS_UNREGISTERED = new DemoHabit(0, false, true, false);
    static final DemoHabit SHARES_CARDS = new DemoHabit(0, false, false, true);

    static DemoHabit openPastMidnight(int minutes) {
        return new DemoHabit(minutes, false, false, false);
    }
}
