package lingdian.law.figures;

import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What a café's readers did over the days that are compared.
 *
 * @param logins that were answered, allowed or not
 * @param nightLogins those of them between midnight and eight; null where it is unknown for some of the days
 * @param minorsRefused those of them that asked first, and were refused because the person is under age
 * @param seatDays licensed terminals times days on which the café was heard; 0 where it is unknown
 */
public record CafeFigures(
        PlaceCode placeCode,
        RegionCode county,
        long logins,
        long allowed,
        @Nullable Long nightLogins,
        long minorsRefused,
        long seatDays) {
    private static final long MILLION = 1_000_000;
    /** Numbers of persons below this are told nowhere (handbook, grafana.md#figures-of-persons). */
    private static final int PERSONS_TOLD = 5;

    /** Null where it is unknown. */
    @Nullable
    Long millionths(PeerFigure figure) {
        return switch (figure) {
            case NIGHT_LOGINS -> nightLogins == null ? null : share(nightLogins, logins);
            case MINORS_REFUSED -> share(minorsRefused, logins);
            case LOGINS_A_SEAT -> share(allowed, seatDays);
        };
    }

    /** Whether a finding may show the figure: not where it would tell how few minors came. */
    boolean mayTell(PeerFigure figure) {
        return figure != PeerFigure.MINORS_REFUSED || minorsRefused == 0 || minorsRefused >= PERSONS_TOLD;
    }

    private static @Nullable Long share(long part, long whole) {
        return whole == 0 ? null : (Long) (MILLION * part / whole);
    }
}
