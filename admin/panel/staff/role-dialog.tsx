import { Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AddStaff, Member } from "../../api/roster/shapes.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { RoleChoice } from "./role-choice.tsx";
import { useMember } from "./use-roster.ts";

type Given = { readonly member: Member; readonly onClose: () => void };

const RoleForm = ({ member, onClose }: Given) => {
  const { staff: words } = useLanguage().phrases;
  const tell = useTell();
  const { changeRole } = useMember(member.id);
  const [wanted, setWanted] = useState<AddStaff["role"] | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted === null) return;
    const done = (): void => {
      tell.done(words.roleChanged(member.name, words.roles[wanted]));
      onClose();
    };
    changeRole.mutate(wanted, { onSuccess: done });
  };
  return (
    <DialogForm
      act={words.changeRole}
      isBusy={changeRole.isPending}
      isIdle={wanted === null || wanted === member.role}
      fault={changeRole.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text fz="sm">{words.roleReach}</Text>
      <RoleChoice value={wanted ?? member.role} onChange={setWanted} />
    </DialogForm>
  );
};

/** Gives a member of staff another role. */
export const RoleDialog = ({ isOpen, ...rest }: Given & { readonly isOpen: boolean }) => {
  const { staff: words } = useLanguage().phrases;
  return (
    <Dialog isOpen={isOpen} onClose={rest.onClose} title={`${words.changeRole}: ${rest.member.login}`}>
      <RoleForm {...rest} />
    </Dialog>
  );
};
