import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { Member, OneTime } from "../../api/roster/shapes.ts";
import { useSure } from "../parts/sure.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { ResetDialog } from "./reset-dialog.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { useMember } from "./use-roster.ts";

type Given = { readonly member: Member; readonly onFresh: (fresh: OneTime) => void };

/** What an owner can do to somebody; to oneself only what the account page does not. */
export const MemberDeeds = ({ member, onFresh }: Given) => {
  const { phrases } = useLanguage();
  const words = phrases.staff;
  const tell = useTell();
  const sure = useSure();
  const { turn, revoke } = useMember(member.id);
  const [isResetting, setResetting] = useState(false);
  const [isPromoting, setPromoting] = useState(false);
  const isOff = member.disabledAt !== null;
  const turnTo = (enabled: boolean) => turn.mutate(enabled, { onError: tell.refused });
  const sureToDisable = () =>
    sure({
      about: member.login,
      question: words.disableSure,
      act: words.disable,
      onSure: () => turnTo(false),
    });
  const end = () =>
    revoke.mutate(undefined, { onSuccess: () => tell.done(words.revoked), onError: tell.refused });
  return (
    <Group gap="xs">
      {!isOff && (
        <Button size="compact-sm" variant="default" onClick={() => setPromoting(true)}>
          {words.changeRole}
        </Button>
      )}
      {!member.isThis && !isOff && (
        <Button size="compact-sm" variant="default" onClick={() => setResetting(true)}>
          {words.reset}
        </Button>
      )}
      {!member.isThis && member.sessions > 0 && (
        <Button size="compact-sm" variant="default" loading={revoke.isPending} onClick={end}>
          {words.revoke}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        loading={turn.isPending}
        onClick={isOff ? () => turnTo(true) : sureToDisable}
      >
        {isOff ? words.enable : words.disable}
      </Button>
      <RoleDialog member={member} isOpen={isPromoting} onClose={() => setPromoting(false)} />
      <ResetDialog
        member={member}
        isOpen={isResetting}
        onClose={() => setResetting(false)}
        onFresh={onFresh}
      />
    </Group>
  );
};
