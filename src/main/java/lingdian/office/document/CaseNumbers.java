package lingdian.office.document;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.office.document.DocumentStore.Series;
import lingdian.office.document.OfficeProfile.Numbering;

/** Gives cases their numbers (立案号), which their offices count as they count documents: without gaps, and none twice. */
public final class CaseNumbers {
    private final OfficeStore offices = new OfficeStore();
    private final DocumentStore documents = new DocumentStore();

    /**
     * A case's number.
     *
     * @param serial from 1 in each word and year of the office
     * @param printed in full
     */
    public record CaseNumber(String word, int year, int serial, String printed) {}

    /**
     * The next number of the office that files a case; empty if it has no word for filings. Its counter stays locked until
     * the transaction ends, which must store the number with the case; if it fails, the number is free again.
     */
    public Future<Optional<CaseNumber>> next(
            SqlConnection connection, RegionCode region, Authority authority, Instant at) {
        int year = at.atZone(ChinaTime.ZONE).getYear();
        return offices.find(connection, region, authority)
                .map(found -> found.map(OfficeEntry::profile)
                        .orElse(OfficeProfile.blank(authority))
                        .numbering())
                .compose(numbering -> numbering
                        .ofFiling(authority)
                        .map(word -> documents
                                .count(connection, new Series(region, authority, word, year))
                                .map(serial -> Optional.of(number(numbering, word, year, serial))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private static CaseNumber number(Numbering numbering, String word, int year, int serial) {
        String printed = new DocumentNumber(numbering.area(), word, year, serial, numbering.digits()).text();
        return new CaseNumber(word, year, serial, printed);
    }
}
