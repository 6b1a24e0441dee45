package lingdian.office.message;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.cafe.CafeStore;

/** Messages to cafés. */
public final class MessageOperations implements Feature {
    private final MessageEndpoints messages;

    public MessageOperations(OfficeContext office, CafeStore cafes) {
        messages = new MessageEndpoints(office, cafes);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("sendMessage", messages::toCafe)
                .serve("listMessages", messages::ofCafe)
                .serve("listMyMessages", messages::ofCafe)
                .serve("sendRegionMessage", messages::toRegion)
                .serve("listRegionMessages", messages::ofRegion)
                .serve("listMessageCafes", messages::cafes);
    }
}
