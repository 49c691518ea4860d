import type { CustomContainerComponentProps } from 'virtua'

/** What the rows of a long list stand in. Without bullets Safari takes it for no list unless that is said. */
export function RowList(props: CustomContainerComponentProps) {
  return <ul role="list" {...props} />
}
