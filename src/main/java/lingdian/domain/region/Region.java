package lingdian.domain.region;

/**
 * One name of one administrative division (行政区划, GB/T 2260) and the years in which it was in force.
 *
 * @param code six digits
 * @param from first year at whose end it was in force; 1980 if it may be older
 * @param to last year at whose end it was in force; {@link #STILL} if it still is
 */
record Region(String code, String name, int from, int to) {
    /** The last year of a division that is still in force. */
    static final int STILL = Integer.MAX_VALUE;

    boolean inForce(int year) {
        return from <= year && year <= to;
    }

    boolean overlaps(Region other) {
        return code.equals(other.code) && from <= other.to && other.from <= to;
    }
}
