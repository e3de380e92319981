import { useActions, useValues } from 'kea'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { Field } from '~/design/Field'
import { Modal } from '~/design/Modal'
import { Checkbox } from '~/design/Toggle'
import { formatCount } from '~/lib/format'
import type { Step } from '../lib/bulk'
import { flagSelectionLogic } from '../logics/flagSelectionLogic'
import { featureFlagsSceneLogic } from '../scenes/featureFlagsSceneLogic'
import { WordsInput } from './WordsInput'

/** Gives tags to the chosen flags and takes others away. */
export function BulkTagsModal({ onClose }: { onClose: () => void }): React.JSX.Element {
    const { chosen, chosenTags } = useValues(flagSelectionLogic)
    const { tags } = useValues(featureFlagsSceneLogic)
    const { run } = useActions(flagSelectionLogic)
    const [added, setAdded] = useState<string[]>([])
    const [removed, setRemoved] = useState<string[]>([])
    const having = (action: 'add' | 'remove', words: string[]): Step[] =>
        words.length ? [{ action, tags: words, ids: chosen.map((flag) => flag.id) }] : []
    return (
        <Modal
            open
            onClose={onClose}
            title={`Tags of ${formatCount(chosen.length, 'flag')}`}
            className="sm:max-w-md"
            footer={
                <>
                    <Button variant="ghost" onClick={onClose}>
                        Cancel
                    </Button>
                    <Button
                        variant="primary"
                        disabled={!added.length && !removed.length}
                        onClick={() => {
                            run([...having('add', added), ...having('remove', removed)])
                            onClose()
                        }}
                    >
                        Change tags
                    </Button>
                </>
            }
        >
            <div className="flex flex-col gap-5">
                <Field label="Add to all of them" hint="Enter or a comma ends a tag.">
                    {(control) => <WordsInput {...control} words={added} onChange={setAdded} name="tag" known={tags} />}
                </Field>
                {chosenTags.length > 0 && (
                    <fieldset>
                        <legend className="font-medium text-sm">Remove where it is</legend>
                        <div className="mt-2 flex flex-col gap-2">
                            {chosenTags.map((tag) => (
                                <Checkbox
                                    key={tag}
                                    checked={removed.includes(tag)}
                                    onChange={(on) =>
                                        setRemoved([...removed.filter((one) => one !== tag), ...(on ? [tag] : [])])
                                    }
                                >
                                    <span className="min-w-0 break-words">{tag}</span>
                                    <span className="text-ink-3 text-sm">
                                        on{' '}
                                        {formatCount(chosen.filter((flag) => flag.tags.includes(tag)).length, 'flag')}
                                    </span>
                                </Checkbox>
                            ))}
                        </div>
                    </fieldset>
                )}
            </div>
        </Modal>
    )
}
