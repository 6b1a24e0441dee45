package lingdian.office.enrolment;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import lingdian.office.cafe.CafeStore;
import lingdian.platform.text.Rfc3339;

/**
 * A code as it is given out, once.
 *
 * @param cafe that it is for
 */
record NewEnrolment(UUID id, CafeStore.Place cafe, EnrolmentCode code, Instant expiresAt) {
    JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("code", code.text())
                .put("expiresAt", Rfc3339.format(expiresAt, cafe.timeZone()));
    }

    /** As a row of a region's table. */
    JsonObject row(String name) {
        return json().put("placeCode", cafe.placeCode().value()).put("name", name);
    }
}
