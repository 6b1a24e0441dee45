package lingdian.office.registry;

import io.vertx.core.json.JsonObject;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on the registry of persons, as pages call them. */
public final class RegistryCalls {
    public static final ApiOperation<RegistryEntryDetail> LOOK_UP =
            new ApiOperation<>("lookUpPerson", RegistryEntryDetail::of);

    /** Entries of one's own region under which another one presented another name. */
    public static final ApiOperation<Page<RegistryMismatch>> MISMATCHES =
            new ApiOperation<>("listMismatches", answer -> Page.read(answer, RegistryMismatch::of));

    private static final ApiOperation<RegistryEntryDetail> REGISTER =
            new ApiOperation<>("registerPerson", RegistryEntryDetail::of);
    private static final ApiOperation<RegistryEntryDetail> REVOKE =
            new ApiOperation<>("revokeDocument", RegistryEntryDetail::of);

    private RegistryCalls() {}

    /**
     * @param document with its type and number, and a name to be compared if there is one
     * @param onRequest whether the person asked for it
     */
    public static ApiRequest<RegistryEntryDetail> lookUp(JsonObject document, String reason, boolean onRequest) {
        return LOOK_UP.request()
                .body(new JsonObject()
                        .put("document", document)
                        .put("reason", reason)
                        .put("onRequest", onRequest));
    }

    /** @param onRequest whether the person asked for it */
    public static ApiRequest<RegistryEntryDetail> register(JsonObject document, boolean onRequest) {
        return REGISTER.request()
                .body(new JsonObject().put("document", document).put("onRequest", onRequest));
    }

    /** @param state {@code lost} or {@code revoked} */
    public static ApiRequest<RegistryEntryDetail> revoke(JsonObject document, String state, String reason) {
        return REVOKE.request()
                .body(new JsonObject()
                        .put("document", document)
                        .put("state", state)
                        .put("reason", reason));
    }
}
