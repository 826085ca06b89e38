// What editors found out about a passage: shown once somebody has, not before.
import type { FC } from "hono/jsx";
import { ClaimStatus, ProceedingsState, type Passage } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { dateOf, dayText, edtfText } from "../text/dates.ts";
import { Words } from "./texts.tsx";

export const ClaimNote: FC<{ request: PageRequest; passage: Passage }> = ({ request, passage }) => {
  const { t, language } = request;
  const claim = passage.claim;
  const status = claim === undefined ? undefined : claimText(request, claim.status);
  const proceedings = passage.proceedings;
  const state = proceedings === undefined ? undefined : proceedingsText(request, proceedings.state);
  return (
    <>
      {claim === undefined || status === undefined ? (
        ""
      ) : (
        <p class="claim">
          <strong>{status}</strong>
          {claim.reason === "" ? "." : <>: <Words text={claim.reason} /></>}
          {claim.assessor === "" && claim.assessTime === undefined ? (
            ""
          ) : (
            <span class="assessed">
              {" "}({t.claim.assessed} <Words text={claim.assessor} />
              {claim.assessTime === undefined ? "" : <>, {dayText(dateOf(claim.assessTime), language.tag)}</>})
            </span>
          )}
        </p>
      )}
      {proceedings === undefined || state === undefined ? (
        ""
      ) : (
        <p class="claim">
          <strong>{state}</strong>
          {proceedings.asOfEdtf === "" ? "." : <> {t.claim.asOf(edtfText(proceedings.asOfEdtf, language.tag))}</>}
        </p>
      )}
    </>
  );
};

function claimText({ t }: PageRequest, status: ClaimStatus): string | undefined {
  switch (status) {
    case ClaimStatus.CORROBORATED:
      return t.claim.corroborated;
    case ClaimStatus.DISPUTED:
      return t.claim.disputed;
    case ClaimStatus.SUPERSEDED:
      return t.claim.superseded;
    case ClaimStatus.CORRECTED:
      return t.claim.corrected;
    default:
      return undefined;
  }
}

function proceedingsText({ t }: PageRequest, state: ProceedingsState): string | undefined {
  switch (state) {
    case ProceedingsState.UNKNOWN:
      return t.claim.outcomeUnknown;
    case ProceedingsState.ACCUSED:
      return t.claim.accused;
    case ProceedingsState.CONVICTED:
      return t.claim.convicted;
    case ProceedingsState.ACQUITTED:
      return t.claim.acquitted;
    default:
      return undefined;
  }
}
