package lingdian.office.enrolment;

import java.util.List;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.api.JsonValues;

/** The operations on keys and codes, as pages call them. */
public final class EnrolmentCalls {
    public static final ApiOperation<List<KeyChange>> CHANGES =
            new ApiOperation<>("listKeyChanges", answer -> JsonValues.all(answer, "items", KeyChange::of));

    private EnrolmentCalls() {}

    /** @param placeCode empty: of every café */
    public static ApiRequest<List<KeyChange>> changes(String placeCode, int limit) {
        return CHANGES.request().query("placeCode", placeCode).query("limit", limit);
    }
}
