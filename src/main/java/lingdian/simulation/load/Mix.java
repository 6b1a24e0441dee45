package lingdian.simulation.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often each type of event is sent, relative to the others.
 *
 * <p>Logins and logouts are equally many: otherwise a café would fill up, or run out of guests.
 *
 * @param logins how many logins, and as many logouts, belong to one round
 * @param heartbeats how many heartbeats belong to one round
 */
public record Mix(int logins, int heartbeats) {
    /** The mix of the performance goals: 1 login, 1 logout, 2 heartbeats. */
    public static final String DEFAULT = "login=1,logout=1,heartbeat=2";

    private static final int SHARE_MAX = 1_000;
    private static final Pattern SHARE = Pattern.compile("(login|logout|heartbeat)=(\\d{1,4})");

    public Mix {
        if (logins < 0 || heartbeats < 0 || logins + heartbeats < 1 || logins > SHARE_MAX || heartbeats > SHARE_MAX) {
            throw new IllegalArgumentException("--mix must have events, and no share above " + SHARE_MAX);
        }
    }

    /** An event of the round. */
    enum Kind {
        LOGOUT,
        LOGIN,
        HEARTBEAT
    }

    /** @throws IllegalArgumentException with a line for the user if {@code text} is not a mix */
    public static Mix parse(String text) {
        int[] shares = new int[Kind.values().length];
        for (String share : text.split(",", -1)) {
            Matcher matcher = SHARE.matcher(share.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("--mix must have the form " + DEFAULT);
            }
            Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
            shares[kind.ordinal()] = Integer.parseInt(matcher.group(2));
        }
        if (shares[Kind.LOGIN.ordinal()] != shares[Kind.LOGOUT.ordinal()]) {
            throw new IllegalArgumentException("--mix must have as many logouts as logins");
        }
        return new Mix(shares[Kind.LOGIN.ordinal()], shares[Kind.HEARTBEAT.ordinal()]);
    }

    /** One round: every logout is followed by the login that takes its terminal, with the heartbeats evenly between. */
    List<Kind> round() {
        List<Kind> round = new ArrayList<>(2 * logins + heartbeats);
        for (int i = 1; i <= logins; i++) {
            round.add(Kind.LOGOUT);
            round.add(Kind.LOGIN);
            while (round.size() - 2 * i < (long) i * heartbeats / logins) {
                round.add(Kind.HEARTBEAT);
            }
        }
        while (round.size() < 2 * logins + heartbeats) {
            round.add(Kind.HEARTBEAT);
        }
        return List.copyOf(round);
    }

    @Override
    public String toString() {
        return "login=" + logins + ",logout=" + logins + ",heartbeat=" + heartbeats;
    }
}
