package lingdian.office.audit;

import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on the access log, as pages call them. */
public final class AccessLogCalls {
    public static final ApiOperation<Page<AccessEntrySummary>> LIST =
            new ApiOperation<>("listAccessLog", answer -> Page.read(answer, AccessEntrySummary::of));

    private AccessLogCalls() {}

    /**
     * Which entries are asked for; an empty text: any.
     *
     * @param account who acted
     * @param cafe a part of a café's name
     * @param person a part of the name of who acted
     * @param from an instant, like {@code to}
     */
    public record Filter(
            String account,
            String action,
            String outcome,
            String subject,
            String cafe,
            String person,
            String from,
            String to) {}

    /** A page of them, the newest first. */
    public static ApiRequest<Page<AccessEntrySummary>> list(Filter filter, String cursor, int limit) {
        return LIST.request()
                .query("account", filter.account())
                .query("from", filter.from())
                .query("to", filter.to())
                .query("action", filter.action())
                .query("outcome", filter.outcome())
                .query("subject", filter.subject())
                .query("cafe", filter.cafe())
                .query("person", filter.person())
                .query("cursor", cursor)
                .query("limit", limit);
    }
}
