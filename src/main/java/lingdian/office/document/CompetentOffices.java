package lingdian.office.document;

import io.vertx.core.json.JsonArray;
import java.util.Map;
import lingdian.domain.Authority;
import lingdian.office.document.OfficeStore.OfficeContact;
import org.jspecify.annotations.Nullable;

/** The offices that are competent in a region. An office that entered no profile is missing. */
public record CompetentOffices(Map<Authority, OfficeContact> byAuthority) {
    public CompetentOffices {
        byAuthority = Map.copyOf(byAuthority);
    }

    /** Null where it entered nothing. */
    public @Nullable OfficeContact of(Authority authority) {
        return byAuthority.get(authority);
    }

    /** As the API tells them. */
    public JsonArray json() {
        return new JsonArray(byAuthority.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getValue().json().put("authority", one.getKey().wire()))
                .toList());
    }
}
