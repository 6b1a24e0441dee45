package lingdian.office.hours;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.office.api.AccountPlaces;
import lingdian.office.api.Reply;
import lingdian.platform.work.Quota;
import lingdian.record.accesslog.Action;

/**
 * How much one account may ask of the hours, on one node (handbook, hours.md#limits). Every entry for a region makes every
 * node read all its cafés again, and a preview reads them too.
 */
final class AccountLimits {
    /** Of one kind, for one café or region. */
    static final int OF_AREA_MAX = 100;
    /** More than twice the counties of the largest province. */
    static final int FOR_REGIONS_MAX = 400;
    /** Of an account for the whole country, which has 2,900 counties, cities and provinces. */
    static final int FOR_REGIONS_OF_COUNTRY_MAX = 4_000;

    /**
     * An account's second is for whoever asks again before the first is answered, as by clicking twice. Both offices of a county leave one
     * to others, and all previews one of the readers' connections.
     */
    private static final AccountPlaces.Limits PREVIEWS = new AccountPlaces.Limits(7, 3, 2);

    private static final Duration DAY = Duration.ofDays(1);

    private record Entering(AccountId account, Action what, Area area) {}

    private final Quota<Entering> ofArea;
    private final Quota<AccountId> forRegions;
    private final Quota<AccountId> forRegionsOfCountry;
    private final AccountPlaces previews = AccountPlaces.ofOffices(PREVIEWS);

    AccountLimits(InstantSource clock) {
        ofArea = new Quota<>(OF_AREA_MAX, DAY, clock);
        forRegions = new Quota<>(FOR_REGIONS_MAX, DAY, clock);
        forRegionsOfCountry = new Quota<>(FOR_REGIONS_OF_COUNTRY_MAX, DAY, clock);
    }

    /** Counts an entry, even if it will be refused; fails with 429 if it is one too many. */
    Future<Reply> enter(Account account, Action what, Area area, Supplier<Future<Reply>> entry) {
        if (!ofArea.admits(new Entering(account.id(), what, area))) {
            return tooMany(OF_AREA_MAX + " entries of a kind for one café or region");
        }
        boolean country = isForCountry(account);
        if (area instanceof Area.Region && !(country ? forRegionsOfCountry : forRegions).admits(account.id())) {
            return tooMany((country ? FOR_REGIONS_OF_COUNTRY_MAX : FOR_REGIONS_MAX) + " entries for regions");
        }
        return entry.get();
    }

    /** Of the officers who enter hours, an administrator has no region. */
    private static boolean isForCountry(Account account) {
        return account.region() == null || account.region().equals(RegionCode.COUNTRY);
    }

    private static Future<Reply> tooMany(String what) {
        return Future.failedFuture(Refused.limit(
                "hours",
                429,
                "One account may make " + what + " in a day, refused ones included. Make fewer and longer ones, or try "
                        + "again tomorrow."));
    }

    /** Fails with 429 if the account, its office, or enough others are being answered other previews. */
    Future<Reply> preview(Account account, Supplier<Future<Reply>> preview) {
        if (!previews.enter(account)) {
            return Future.failedFuture(Refused.limit(
                    "previews",
                    429,
                    "So many previews are being made for this account, its office or all offices already. "
                            + "Try again in some seconds."));
        }
        return Future.succeededFuture()
                .compose(taken -> preview.get()) // what it throws is a failure, too
                .onComplete(answered -> previews.leave(account));
    }
}
