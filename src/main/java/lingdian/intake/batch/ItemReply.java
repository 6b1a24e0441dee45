package lingdian.intake.batch;

import java.util.List;
import lingdian.intake.probe.AdmissionQuestion;
import lingdian.intake.probe.PersonElsewhere;

/** What an item gets once its batch is committed. */
sealed interface ItemReply {
    record ToHello(Item.Greet hello, Intake.Greeting greeting) implements ItemReply {}

    record ToLateConfirmation(Item.LateConfirmation late) implements ItemReply {}

    /**
     * @param questions one entry per verdict of a login that asked before admitting
     * @param elsewhere one entry per finding that tells the café where a person was not
     */
    record ToEvents(
            Inbox inbox,
            Item.Chunk chunk,
            List<Intake.Answer> answers,
            List<AdmissionQuestion> questions,
            List<PersonElsewhere> elsewhere)
            implements ItemReply {}

    /** None of the chunk's events is taken any further. */
    record Refusal(Inbox inbox, Item.Chunk chunk, RuntimeException cause) implements ItemReply {}
}
