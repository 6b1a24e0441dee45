package lingdian.domain.region;

/**
 * One name of one administrative division (行政区划, GB/T 2260) and the years in which it was in force.
 *
 * @param code six digits
 * @param from first year in force at its end; 1980 where it may be older
 * @param to last year in force at its end; {@link #STILL} where it is in force
 */
record Region(String code, String name, int from, int to) {
    /** Stands for the last year of what is still in force. */
    static final int STILL = Integer.MAX_VALUE;

    boolean inForce(int year) {
        return from <= year && year <= to;
    }

    boolean overlaps(Region other) {
        return code.equals(other.code) && from <= other.to && other.from <= to;
    }
}
