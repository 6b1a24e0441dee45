package lingdian.access.account;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Objects;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The part of the database that one account may be shown, in the form that the policies of {@code R__row_security.sql}
 * need.
 *
 * <p>It uses ranges rather than patterns, because PostgreSQL serves a policy from an index only with leakproof
 * comparisons. An empty text matches no row.
 *
 * @param authority whose violations and persons may be shown; {@code any} for an operator
 * @param firstRegion with lastRegion: the counties, both included
 * @param firstCafe with lastCafe: the place codes, both included
 */
public record RowScope(
        String account,
        Role role,
        String authority,
        String firstRegion,
        String lastRegion,
        String firstCafe,
        String lastCafe) {
    private static final String NONE = "";
    private static final String ANY = "any";
    private static final String FIRST_CAFE = "0".repeat(14);
    private static final String LAST_CAFE = "9".repeat(14);

    public static RowScope of(Account account) {
        return switch (account.role()) {
            case REGULATOR ->
                of(account, Authority.wireOrNull(account.authority()), account.region(), FIRST_CAFE, LAST_CAFE);
            case OPERATOR -> ofCafe(account, Objects.requireNonNull(account.placeCode(), "an operator has a café"));
            case ADMIN -> of(account, NONE, RegionCode.COUNTRY, FIRST_CAFE, LAST_CAFE);
            case AUDITOR -> new RowScope(account.id().toString(), account.role(), NONE, NONE, NONE, NONE, NONE);
        };
    }

    private static RowScope ofCafe(Account account, PlaceCode cafe) {
        return of(account, ANY, RegionCode.COUNTRY, cafe.value(), cafe.value());
    }

    private static RowScope of(
            Account account,
            @Nullable String authority,
            @Nullable RegionCode region,
            String firstCafe,
            String lastCafe) {
        return new RowScope(
                account.id().toString(),
                account.role(),
                orNone(authority),
                region == null ? NONE : region.value(),
                region == null ? NONE : region.last().value(),
                firstCafe,
                lastCafe);
    }

    /** The values in the order in which {@link ScopedStore} sets them. */
    Tuple values(Instant now) {
        return Tuple.tuple()
                .addString(account)
                .addString(role.wire())
                .addString(authority)
                .addString(firstRegion)
                .addString(lastRegion)
                .addString(firstCafe)
                .addString(lastCafe)
                .addString(now.toString());
    }

    private static String orNone(@Nullable String text) {
        return text == null ? NONE : text;
    }
}
