package lingdian.office.document;

import lingdian.domain.ViolationId;

/**
 * Whose number or name a document bears.
 *
 * @param violation the violation whose person it is
 * @param needsSecondPerson whether the law asks for a second person before anybody sees it
 */
public record PrintedPerson(ViolationId violation, boolean needsSecondPerson) {}
