package lingdian.simulation.city;

import java.time.DayOfWeek;
import java.util.random.RandomGenerator;

/**
 * Distributions of real cafés and guests, the simulator's defaults.
 *
 * <p>Derived once from the records of the Internet cafés of Chongqing, 1 October to 30 December 2016, as published in
 * pseudonymised form for the ChinaVis 2017 data challenge and compiled from the data kept by the challenge entries
 * min9qian/NetBarVisual, CYYSILVER/ChongQing-NetBar-Record-DataVisulization and fanxin06011/ChinaVis17. Each figure
 * names which of the four tables it comes from; the tables themselves are not part of this program.
 */
final class CafeStatistics {
    /** cafes.csv: the days that its totals cover. */
    private static final int DAYS = 91;

    /**
     * cafes.csv: sessions of a café over {@link #DAYS} days, by rank, at every twentieth of the 2,330 cafés that
     * reported. The lowest tenth, which hardly reported, and the single largest café are left out.
     */
    private static final double[] SESSIONS = {
        433, 731, 1_043, 1_358, 1_734, 2_043, 2_478, 2_890, 3_318, 3_823, 4_349, 4_912, 5_692, 6_473, 7_456, 8_523,
        10_192, 13_402
    };

    /** logins-per-hour.csv: of 10,000 logins of 86 days (1,984,273 in all), how many fall into each hour of the day. */
    private static final int[] LOGINS = {
        281, 158, 118, 80, 56, 44, 45, 82, 212, 297, 340, 387, 636, 719, 702, 615, 569, 584, 855, 967, 810, 642, 473,
        328
    };

    /** logins-per-hour.csv: logins of a day of the week, Monday first, relative to those of the mean day. */
    private static final double[] WEEK = {0.884, 0.945, 0.929, 0.900, 1.043, 1.169, 1.108};

    /** sessions.csv: minutes of a session by rank, at every twentieth of 4,228; the last is cut to 12 h. */
    private static final double[] MINUTES = {
        5, 9, 19, 29, 36, 46, 59, 75, 91, 102, 119, 130, 142, 165, 192, 222, 259, 300, 368, 500, 720
    };

    /** cafes.csv: sessions by age of the person: 18 to 25, 26 to 33, 34 to 42, 43 and more. */
    private static final int[] SESSIONS_BY_AGE = {682_818, 298_747, 201_995, 90_294};

    /** The first age of each of those groups, and the age after the last. */
    private static final int[] AGES = {18, 26, 34, 43, 65};

    /** The challenge's full log: 8,828 of 1,999,772 sessions are of persons under 18. */
    static final double UNDER_AGE = 8_828 / 1_999_772.0;

    /**
     * The share of seats taken in the fullest hour of a usual day. An assumption: no table has a number of terminals.
     */
    private static final double FULL = 0.6;

    private CafeStatistics() {}

    /** A café's sessions per day. @param rank among all cafés, from 0 to 1 */
    static double sessionsPerDay(double rank) {
        return between(SESSIONS, rank) / DAYS;
    }

    /** How many terminals a café needs for this many sessions per day. */
    static int terminals(double sessionsPerDay) {
        double longHours = 168.8 / 60; // the mean session of sessions.csv, in hours
        double atOnce = sessionsPerDay * LOGINS[19] / 10_000.0 * longHours;
        return (int) Math.max(10, Math.min(400, Math.ceil(atOnce / FULL) + 6));
    }

    /** The share of a day's logins that fall into one minute of this hour, on this day of the week. */
    static double shareOfMinute(int hour, DayOfWeek day) {
        return LOGINS[hour] / 10_000.0 / 60 * WEEK[day.getValue() - 1];
    }

    /** How long a guest intends to stay, in seconds. */
    static long staySeconds(RandomGenerator random) {
        return (long) (between(MINUTES, random.nextDouble()) * 60);
    }

    /** The age group of an adult guest, from 0. */
    static int ageGroup(RandomGenerator random) {
        int all = 0;
        for (int sessions : SESSIONS_BY_AGE) {
            all += sessions;
        }
        int drawn = random.nextInt(all);
        int group = 0;
        while (drawn >= SESSIONS_BY_AGE[group]) {
            drawn -= SESSIONS_BY_AGE[group];
            group++;
        }
        return group;
    }

    static int ageGroups() {
        return SESSIONS_BY_AGE.length;
    }

    /** The lowest age of a group. */
    static int youngest(int group) {
        return AGES[group];
    }

    /** The age that everyone in a group is below. */
    static int youngerThan(int group) {
        return AGES[group + 1];
    }

    /** The value at a rank of 0 to 1, interpolated between the two nearest known ones. */
    private static double between(double[] byRank, double rank) {
        double place = Math.max(0, Math.min(1, rank)) * (byRank.length - 1);
        int below = (int) Math.min(byRank.length - 2, Math.floor(place));
        return byRank[below] + (place - below) * (byRank[below + 1] - byRank[below]);
    }
}
