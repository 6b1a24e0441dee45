package lingdian.access.account;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
 * @param cafes the place codes of an operator of several cafés, separated by commas
 */
public record RowScope(
        String account,
        Role role,
        String authority,
        String firstRegion,
        String lastRegion,
        String firstCafe,
        String lastCafe,
        String cafes) {
    private static final String NONE = "";
    private static final String ANY = "any";
    private static final Cafes ALL = new Cafes("0".repeat(14), "9".repeat(14), NONE);

    /** The cafés as a range, and as a list where there are several. */
    private record Cafes(String first, String last, String several) {
        static Cafes of(Set<PlaceCode> cafes) {
            List<String> codes = cafes.stream().map(PlaceCode::value).sorted().toList();
            return new Cafes(codes.getFirst(), codes.getLast(), codes.size() == 1 ? NONE : String.join(",", codes));
        }
    }

    public static RowScope of(Account account) {
        return switch (account.role()) {
            case REGULATOR -> of(account, Authority.wireOrNull(account.authority()), account.region(), ALL);
            case OPERATOR -> of(account, ANY, RegionCode.COUNTRY, Cafes.of(account.cafes()));
            case ADMIN -> of(account, NONE, RegionCode.COUNTRY, ALL);
            case AUDITOR -> new RowScope(account.id().toString(), account.role(), NONE, NONE, NONE, NONE, NONE, NONE);
        };
    }

    private static RowScope of(Account account, @Nullable String authority, @Nullable RegionCode region, Cafes cafes) {
        return new RowScope(
                account.id().toString(),
                account.role(),
                orNone(authority),
                region == null ? NONE : region.value(),
                region == null ? NONE : region.last().value(),
                cafes.first(),
                cafes.last(),
                cafes.several());
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
                .addString(cafes)
                .addString(now.toString());
    }

    private static String orNone(@Nullable String text) {
        return text == null ? NONE : text;
    }
}
